/** Time that this process has computed, in milliseconds: what takes long on a busy machine takes no more of it. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
