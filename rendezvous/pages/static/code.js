// What a code is: 12 digits, the last a Damm check digit (H. M. Damm, 2004, the table of order 10). Nothing here sends anything.

const TABLE = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];

export const LENGTH = 12;

/** Return the digits of what was typed, in any grouping; null when it holds anything but digits and separators. */
export function digitsOf(typed) {
  return /^[\d\s.–-]*$/.test(typed) ? typed.replace(/\D/g, "") : null;
}

/** Tell whether the check digit fits. */
export function fits(digits) {
  return [...digits].reduce((row, digit) => Number(TABLE[row][Number(digit)]), 0) === 0;
}

/** Return the digits in groups of four, as they are read out. */
export function grouped(digits) {
  return digits.replace(/(\d{4})(?=\d)/g, "$1 ");
}

/** Say how what was typed stands: empty, partial, right, wrong, long or letters. */
export function judge(typed) {
  const digits = digitsOf(typed);
  if (digits === null) return "letters";
  if (digits.length === 0) return "empty";
  if (digits.length < LENGTH) return "partial";
  if (digits.length > LENGTH) return "long";
  return fits(digits) ? "right" : "wrong";
}
