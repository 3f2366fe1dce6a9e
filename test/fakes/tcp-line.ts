// A TCP connection to a broker that a test can cut, as a cable is cut: no MQTT good-bye, and none gets through meanwhile.
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type TcpLine = { readonly url: string; readonly cut: () => void; readonly mend: () => void; readonly cleanUp: () => Promise<void> };

export async function tcpLineTo(port: number): Promise<TcpLine> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) { near.destroy(); return; }
    const far = connect(port, "127.0.0.1");
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => { sockets.delete(socket); other.destroy(); });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const cut = () => { isCut = true; for (const socket of sockets) socket.destroy(); };
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut, mend: () => { isCut = false; },
    cleanUp: async () => { cut(); await new Promise((resolve) => server.close(resolve)); },
  };
}
