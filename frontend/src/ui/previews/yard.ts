import { readAsset } from '../../actions/previews';
import { Workshop, type Yard } from './workshop';

/** The workshop's document in a frame that is closed to everything. */
function closedFrame(): HTMLIFrameElement {
  const made = document.createElement('iframe');
  made.setAttribute('sandbox', 'allow-scripts');
  made.setAttribute('allow', '');
  made.referrerPolicy = 'no-referrer';
  made.src = '/frame/workshop';
  return made;
}

/** Off the screen, but not hidden: a hidden frame has no layout. */
function frame(): HTMLIFrameElement {
  const made = closedFrame();
  made.tabIndex = -1;
  made.inert = true;
  made.setAttribute('aria-hidden', 'true');
  Object.assign(made.style, {
    position: 'fixed',
    inset: '0 auto auto -2000px',
    width: '1200px',
    height: '800px',
    border: '0',
  });
  document.body.append(made);
  return made;
}

/** What the PDF renderer asks for: tables of Japanese characters, and fonts for documents that bring none. */
const mayBeGiven = /^(cmaps\/[\w-]{1,64}\.bcmap|standard_fonts\/[\w-]{1,64}\.(pfb|ttf))$/;

const yard = (assets: string): Yard => ({
  frame,
  fetch: readAsset,
  give: (name) => (mayBeGiven.test(name) ? readAsset(assets + name) : Promise.reject(new Error('not given'))),
});

/** A workshop whose tools are given the files below `assets`. */
export const workshopFor = (assets = ''): Workshop => new Workshop(yard(assets));

/** A workshop whose frame stands in `place` and is looked at, under the name `title`. */
export const workshopIn = (place: HTMLElement, title: string): Workshop =>
  new Workshop({
    ...yard(''),
    frame: () => {
      const made = closedFrame();
      made.title = title;
      place.append(made);
      return made;
    },
  });
