/** Signs drawn as lines in the text's colour; what they mean is said by the words beside them, or their buttons' names. */

const LINES = {
  actual: "M3 5h18v14H3z M8 9v6 M16 9v6 M12 10.5v.1 M12 13.5v.1",
  fit: "M3 5h18v14H3z M7 12h10 M9.5 9.5 7 12l2.5 2.5 M14.5 9.5 17 12l-2.5 2.5",
  fullScreen: "M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5",
  leaveFullScreen: "M9 4v5H4 M20 9h-5V4 M15 20v-5h5 M4 15h5v5",
  figures: "M4 20v-7 M9.5 20V9 M15 20v-5 M20.5 20V4",
  help: "M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.1-1.5 2.3 M12 18.5v.1",
  newFolder: "M3 19V5h6l2 3h10v11z M12 10.5v6 M9 13.5h6",
  rename: "M4 20l1-4L16 5l3 3L8 19z M13.5 7.5l3 3",
  copy: "M9 9h11v11H9z M6 15H4V4h11v2",
  cut: "M4 6a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0z M4 18a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0z M8.5 7.5 20 18 M8.5 16.5 20 6",
  paste: "M8 5H5v16h14V5h-3 M9 3h6v4H9z M12 10.5v6 M9.5 14l2.5 2.5 2.5-2.5",
  trash: "M4 7h16 M9 7V4h6v3 M6 7l1 13h10l1-13 M10 11v5 M14 11v5",
  panel: "M3 5h18v14H3z M14 5v14 M17 9h1.5 M17 12h1.5",
  folder: "M3 6.5h6.5l2 2.5H21v10H3z",
  file: "M6 3.5h8l4 4v13H6z M14 3.5v4h4",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1 M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
  withheld: "M6 11h12v9H6z M8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  other: "M8 8h8v8H8z",
} as const;

export type IconName = keyof typeof LINES;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={LINES[name]} />
    </svg>
  );
}
