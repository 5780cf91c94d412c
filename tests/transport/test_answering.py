"""Offers that keep the rule and cannot be answered: each is refused as an offer is, whatever aiortc makes of it."""

import pytest
from aiortc import RTCPeerConnection, RTCRtpSender

from agent.protocol.sdp import SdpError
from agent.protocol.voice_messages import VOICE_MEDIA
from agent.tools.voice.sending import MicrophoneTrack
from agent.transport.answering import answer
from scripts.rigs.voice_console import VoiceConsole


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a=mid:0\r\n", "a=mid:0\r\na=fmtp:125 minptime=10\r\n"),
        ("a=rtcp-mux\r\n", ""),
        ("opus/48000/2", "none/48000/2"),
        ("a=setup:actpass\r\n", ""),
    ],
)
async def test_an_offer_that_cannot_be_answered_is_refused(old: str, new: str) -> None:
    console, connection = VoiceConsole(), RTCPeerConnection()
    opus = [codec for codec in RTCRtpSender.getCapabilities("audio").codecs if codec.mimeType == "audio/opus"]
    connection.addTransceiver(MicrophoneTrack()).setCodecPreferences(opus)
    offer = await console.offer()
    assert old in offer
    try:
        with pytest.raises(SdpError):
            await answer(connection, offer.replace(old, new), VOICE_MEDIA)
    finally:
        await console.close()
        await connection.close()
