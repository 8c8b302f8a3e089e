import type { Picture, PictureWish } from '../protocol/panel.ts';
import { element } from './frame.ts';

export interface WhatIf {
  /** Brings the sliders up to the picture. */
  readonly show: (picture: Picture) => void;
}

/** A slider for each program: on how many hosts it is supposed to run. The host works out what that would break. */
export function createWhatIf(
  holder: HTMLElement,
  strip: HTMLElement,
  wish: () => PictureWish,
  ask: (wish: PictureWish) => void,
): WhatIf {
  const toggle = document.createElement('button');
  toggle.type = 'button';
  toggle.textContent = 'What if';
  toggle.setAttribute('aria-label', 'What if other numbers of hosts ran');
  holder.append(toggle);
  strip.setAttribute('role', 'region');
  strip.setAttribute('aria-label', 'Supposed numbers of hosts');
  let shown = '';

  function open(isOpen: boolean): void {
    strip.hidden = !isOpen;
    toggle.setAttribute('aria-expanded', String(isOpen));
  }

  function show({ programs }: Picture): void {
    toggle.hidden = programs.length === 0;
    if (programs.length === 0) open(false);
    const key = JSON.stringify(programs);
    // A slider that somebody holds must not be taken away; what it says is what is wished for.
    if (key === shown) return;
    shown = key;
    strip.replaceChildren(...programs.map(slider), reset());
  }

  function slider({ name, hosts, known }: Picture['programs'][number]): HTMLElement {
    const label = element('label', 'what-if');
    const input = document.createElement('input');
    input.type = 'range';
    input.min = '1';
    input.max = String(Math.max(12, hosts * 2));
    input.value = String(wish().hosts[name] ?? hosts);
    const output = document.createElement('output');
    const tell = () => {
      const now = known ? `${hosts}` : 'unknown';
      output.textContent = wish().hosts[name] === undefined ? `${now} now` : `${input.value} (${now} now)`;
    };
    tell();
    input.addEventListener('input', () => {
      const { [name]: _, ...others } = wish().hosts;
      const isNow = known && Number(input.value) === hosts;
      ask({ ...wish(), hosts: isNow ? others : { ...others, [name]: Number(input.value) } });
      tell();
    });
    label.append(`${name} `, input, output);
    return label;
  }

  function reset(): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'As it runs';
    button.addEventListener('click', () => {
      shown = '';
      ask({ ...wish(), hosts: {} });
    });
    return button;
  }

  toggle.addEventListener('click', () => {
    open(strip.hidden === true);
    if (strip.hidden !== true) strip.querySelector('input')?.focus();
  });
  open(Object.keys(wish().hosts).length > 0);
  return { show };
}
