import type { components } from '../api/schema';

type Schemas = components['schemas'];

/** A frame of the server's document under the type name it has on the wire. */
export type Frame<Name extends keyof Schemas, Type extends string> = Omit<Schemas[Name], 'type'> & { type: Type };

/** What the server says about the connection itself; the events are in events/. */
export type Hello = Frame<'Hello', 'hello'>;
export type Resumed = Frame<'Resumed', 'resumed'>;
export type Ack = Frame<'Ack', 'ack'>;
export type ErrorFrame = Frame<'ErrorFrame', 'error'>;

/** What we send. The first follows hello; the others may carry a ref, which is answered once. */
export type Resume = Frame<'ResumeFrame', 'resume'>;
type Unnumbered<F> = Omit<F, 'ref'>;
export type Send = Unnumbered<Frame<'MessageSendFrame', 'message.send'>>;
export type Read = Unnumbered<Frame<'ReadFrame', 'read'>>;
export type View = Unnumbered<Frame<'ViewFrame', 'view'>>;
export type Typing = Unnumbered<Frame<'TypingFrame', 'typing'>>;
export type Presence = Unnumbered<Frame<'PresenceFrame', 'presence'>>;
/** What needs no answer. */
export type Signal = Read | View | Typing | Presence;
export type Ping = Unnumbered<Frame<'PingFrame', 'ping'>>;
