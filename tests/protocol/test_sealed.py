import pytest

from agent.protocol.sealed import MAX_PLAINTEXT, Opener, Sealer, SealError

KEY, OTHER_KEY = bytes(32), bytes([1]) * 32


def boxes(count: int) -> list[bytes]:
    sealer = Sealer(KEY)
    return [sealer.seal(f"frame {number}".encode()) for number in range(count)]


def test_frames_open_in_the_order_they_were_sealed() -> None:
    opener = Opener(KEY)
    assert [opener.open(box) for box in boxes(3)] == [b"frame 0", b"frame 1", b"frame 2"]


def test_a_frame_is_what_the_console_seals() -> None:
    # rendezvous/console/tests/link_sealed.test.ts has the same figure
    assert boxes(2)[1].hex() == "4fb3454f915656dfe5e2e8802040e536aab305959b8273"


def test_no_two_frames_are_sealed_alike() -> None:
    sealer = Sealer(KEY)
    assert len({sealer.seal(b"the same") for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("meddling", "good", "bad"),
    [("replayed", [0], 0), ("reordered", [], 1), ("dropped", [0], 2), ("replayed later", [0, 1], 0)],
)
def test_a_frame_out_of_turn_does_not_open(meddling: str, good: list[int], bad: int) -> None:
    sealed, opener = boxes(3), Opener(KEY)
    for number in good:
        opener.open(sealed[number])
    with pytest.raises(SealError):
        opener.open(sealed[bad])


def test_a_frame_sent_back_to_its_maker_does_not_open() -> None:
    with pytest.raises(SealError):
        Opener(OTHER_KEY).open(boxes(1)[0])


def test_every_flipped_bit_and_every_cut_is_seen() -> None:
    box = boxes(1)[0]
    for bit in range(len(box) * 8):
        altered = bytearray(box)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealError):
            Opener(KEY).open(bytes(altered))
    for length in range(len(box)):
        with pytest.raises(SealError):
            Opener(KEY).open(box[:length])


def test_after_one_bad_frame_no_good_one_opens() -> None:
    opener, (first, *_) = Opener(KEY), boxes(1)
    with pytest.raises(SealError):
        opener.open(b"")
    with pytest.raises(SealError):
        opener.open(first)


def test_a_frame_beyond_the_bound_is_not_even_tried() -> None:
    with pytest.raises(SealError, match="refused"):
        Opener(KEY).open(bytes(MAX_PLAINTEXT + 17))
