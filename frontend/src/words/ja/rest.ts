import { channels } from './channels';
import { controls } from './controls';
import { entry } from './entry';
import { errors } from './errors';
import { files } from './files';
import { messages } from './messages';
import { settings } from './settings';
import { workspaces } from './workspaces';

export const rest = {
  ...controls,
  ...entry,
  ...workspaces,
  ...channels,
  ...messages,
  ...files,
  ...settings,
  errors,
};
