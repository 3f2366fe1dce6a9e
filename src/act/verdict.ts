/** What a device's words say about a command. "underway": it has begun and takes its time; "contrary": it says that it cannot, or has not. */
export type Verdict = "yes" | "underway" | "no" | "contrary";
