/** What keeps this browser from being a console; null when nothing does. X25519 is link/'s to try and to tell. */

export function obstacle(): "secure" | "webCodecs" | null {
  if (!isSecureContext) return "secure";
  return "VideoDecoder" in globalThis && "RTCPeerConnection" in globalThis ? null : "webCodecs";
}
