/** The technician's microphones and loudspeakers, as the browser gives them. */

export interface Device {
  readonly id: string;
  readonly name: string;
}

export interface Devices {
  readonly microphones: readonly Device[];
  readonly loudspeakers: readonly Device[];
}

export const NO_DEVICES: Devices = { microphones: [], loudspeakers: [] };

/** missing: there is none; denied: the browser or the technician does not let this page use it. */
export type NoMicrophone = "missing" | "denied";

/** List the devices; their names are known once a microphone was allowed. */
export async function devices(): Promise<Devices> {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const of = (kind: MediaDeviceKind): Device[] =>
    all.filter((one) => one.kind === kind).map((one) => ({ id: one.deviceId, name: one.label }));
  return { microphones: of("audioinput"), loudspeakers: of("audiooutput") };
}

/** Open a microphone, the browser's own choice where `id` is empty. */
export async function openMicrophone(id: string): Promise<MediaStreamTrack | NoMicrophone> {
  if (!navigator.mediaDevices) return "missing";
  const audio = { echoCancellation: true, noiseSuppression: true, ...(id ? { deviceId: { exact: id } } : {}) };
  try {
    return (await navigator.mediaDevices.getUserMedia({ audio })).getAudioTracks()[0] ?? "missing";
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return error.name === "NotAllowedError" ? "denied" : "missing";
  }
}
