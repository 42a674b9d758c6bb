import type { Status } from '../socket/socket';

/** The state of the socket; `lost` is set once the connection was there and is not. */
class Connection {
  status = $state<Status>('offline');
  lost = $state(false);
}

export const connection = new Connection();
