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

guardInput(window);
followKeyboard(window.visualViewport);
watchWindow();
void start();
mount(App, { target: document.getElementById('app')! });
