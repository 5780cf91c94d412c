/** The voice: asked for, opened and closed, both levels, and the technician's own devices. */

import { useEffect, useId, useRef, useSyncExternalStore } from "react";
import { Button } from "react-aria-components";
import type { Call } from "../../call/call";
import { type CallState, maySend, standing } from "../../call/state";
import type { VoiceState } from "../../call/voice";
import { useTexts } from "../../lang";
import type { Device } from "../../sound_devices";

const LEVEL_MS = 100;

export function VoicePanel({ call, state }: { call: Call; state: CallState }) {
  const stands = standing(state, "voice");
  return stands === "granted" ? <Granted call={call} state={state} /> : <Ask call={call} state={state} />;
}

function Ask({ call, state }: { call: Call; state: CallState }) {
  const texts = useTexts();
  const stands = standing(state, "voice");
  const ask = (): void => {
    if (stands === "not_asked" || stands === "refused") call.ask("voice");
  };
  return (
    <div className="permissions" data-testid="permission-voice" data-standing={stands}>
      <Button className="tool permission" onPress={ask} isDisabled={state.lineLost !== null}>
        <span>{texts.permission.voice}</span> <em>{stands === "not_asked" ? texts.ask : texts.standing[stands]}</em>
      </Button>
    </div>
  );
}

function Granted({ call, state }: { call: Call; state: CallState }) {
  const { voice: texts } = useTexts();
  const voice = useSyncExternalStore(call.voice.subscribe, call.voice.state);
  return (
    <section className="voice" aria-labelledby="voice" data-testid="permission-voice" data-standing="granted">
      <h2 id="voice">{texts.title}</h2>
      <div data-testid="voice" data-standing={voice.standing} data-customer={voice.customer?.microphone ?? ""}>
        {voice.standing === "closed" ? (
          <>
            <p role="status">{voice.end && texts.end[voice.end]}</p>
            <Button onPress={() => void call.voice.start()} isDisabled={!maySend(state, "voice/offer")}>{texts.start}</Button>
          </>
        ) : (
          <Talking call={call} voice={voice} />
        )}
      </div>
    </section>
  );
}

function Talking({ call, voice }: { call: Call; voice: VoiceState }) {
  const { voice: texts } = useTexts();
  const player = useRef<HTMLAudioElement>(null);
  const mine = useRef<HTMLMeterElement>(null);
  const theirs = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    call.voice.playBy(player.current);
    const timer = window.setInterval(() => {
      const levels = call.voice.levels();
      if (mine.current) mine.current.value = levels.mine;
      if (theirs.current) theirs.current.value = levels.theirs;
    }, LEVEL_MS);
    return () => {
      clearInterval(timer);
      call.voice.playBy(null);
    };
  }, [call]);
  const talks = voice.microphone === "open" || voice.microphone === "muted";
  return (
    <>
      <audio ref={player} data-testid="voice-sound" />
      <p role="status">{voice.standing === "opening" ? texts.opening : texts.mine[voice.microphone]}</p>
      <meter ref={mine} aria-label={texts.myLevel} data-testid="voice-mine" />
      <p role="status">{voice.customer && texts.theirs[voice.customer.microphone]}</p>
      <meter ref={theirs} aria-label={texts.theirLevel} data-testid="voice-theirs" />
      <p role="status">{voice.customer?.loudspeaker === false && texts.deaf}</p>
      <div className="voice-acts">
        {talks && (
          <Button onPress={() => call.voice.mute(voice.microphone === "open")}>
            {voice.microphone === "open" ? texts.mute : texts.unmute}
          </Button>
        )}
        <Button data-testid="voice-close" onPress={() => call.voice.close()}>{texts.close}</Button>
      </div>
      <Choice label={texts.microphone} devices={voice.devices.microphones} chosen={voice.chosen.microphone}
        onChoose={(id) => void call.voice.chooseMicrophone(id)} />
      <Choice label={texts.loudspeaker} devices={voice.devices.loudspeakers} chosen={voice.chosen.loudspeaker}
        onChoose={(id) => void call.voice.chooseLoudspeaker(id)} />
    </>
  );
}

interface ChoiceDoors {
  label: string;
  devices: readonly Device[];
  chosen: string;
  onChoose: (id: string) => void;
}

/** One device of several; nothing to choose where there is at most one. */
function Choice({ label, devices, chosen, onChoose }: ChoiceDoors) {
  const id = useId();
  if (devices.length < 2) return null;
  return (
    <div className="voice-choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={chosen || devices[0]?.id} onChange={(event) => onChoose(event.target.value)}>
        {devices.map((one) => (
          <option key={one.id} value={one.id}>{one.name}</option>
        ))}
      </select>
    </div>
  );
}
