import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/content.css';
import { mount } from 'svelte';
import { watchWindow } from './actions/live';
import { start } from './actions/session';
import { guardInput } from './ime';
import App from './ui/App.svelte';
import { followKeyboard } from './ui/frame/keyboard';
import { learnToExplain } from './words/explain.svelte';
import { chooseLanguage, type Language } from './words/index.svelte';

/** Milliseconds after which the first screen stands, so that what went wrong can be told also when the server is away. */
const firstScreen = 3_000;

guardInput(window);
followKeyboard(window.visualViewport);
watchWindow();
const words = chooseLanguage(document.documentElement.lang as Language); // of the last visit, or the browser's (early.ts)
void start();
void words.then(() => mount(App, { target: document.getElementById('app')! }));
setTimeout(() => void words.then(learnToExplain), firstScreen);
