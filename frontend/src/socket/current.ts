import type { Signal } from './frames';
import type { Socket } from './socket';

/** The tab's one socket. */
let current: Socket | null = null;

export function useSocket(socket: Socket | null) {
  current = socket;
}

export const socketOpen = (): boolean => current?.open ?? false;
export const wakeSocket = () => current?.wake();
export const closeSocket = () => current?.close();

/** Sends a frame that needs no answer, if there is a connection. */
export const socketSend = (frame: Signal) => current?.notify(frame);
