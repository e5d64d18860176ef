// What the page's buttons do. Without it the data can still be downloaded by their links, and figures have no buttons.

/** What an SVG has outside of the page. */
interface Alone {
  readonly ground: string;
  /** In the place of variables. */
  readonly colours: Readonly<Record<string, string>>;
}

/** Runs in the reader's browser. */
export const pageScript = (alone: Alone): string => `
const { ground, colours } = ${JSON.stringify(alone).replaceAll('<', '\\u003c')};
function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
for (const link of document.querySelectorAll('a.data')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    const [head, body] = link.getAttribute('href').split(',');
    const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
    save(new Blob([bytes], { type: head.slice(5).split(';')[0] }), link.download);
  });
}
function figureOf(button) {
  const svg = button.closest('figure').querySelector('.wide > svg');
  const text = new XMLSerializer().serializeToString(svg);
  const coloured = text.replace(/var\\((--[\\w-]+)\\)/g, (variable, name) => colours[name] ?? variable);
  return { svg, text: coloured.replace(/<svg[^>]*>/, (start) => start + ground) };
}
for (const button of document.querySelectorAll('button[data-svg]')) {
  button.addEventListener('click', () => {
    save(new Blob([figureOf(button).text], { type: 'image/svg+xml' }), button.dataset.svg);
  });
}
for (const button of document.querySelectorAll('button[data-png]')) {
  button.addEventListener('click', async () => {
    const { svg, text } = figureOf(button);
    const image = new Image();
    image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 2 * svg.getAttribute('width');
    canvas.height = 2 * svg.getAttribute('height');
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, button.dataset.png), 'image/png');
  });
}
document.documentElement.classList.add('scripted');
`;
