/** Whether the desktop can be told, and if not, why. */
export type Desktop = 'on' | 'ask' | 'denied' | 'insecure' | 'home-screen' | 'missing';

/** What of the browser decides that. */
export interface Surroundings {
  secure: boolean;
  agent: string;
  touch: boolean;
  permission?: NotificationPermission;
}

const here = (): Surroundings => ({
  secure: isSecureContext,
  agent: navigator.userAgent,
  touch: navigator.maxTouchPoints > 1,
  permission: 'Notification' in globalThis ? Notification.permission : undefined,
});

export function desktop({ secure, agent, touch, permission } = here()): Desktop {
  if (/iPhone|iPad/.test(agent) || (/Macintosh/.test(agent) && touch)) return secure ? 'home-screen' : 'insecure';
  if (!secure) return 'insecure';
  if (permission === undefined || /Android/.test(agent)) return 'missing'; // Android wants a service worker for it
  return permission === 'granted' ? 'on' : permission === 'denied' ? 'denied' : 'ask';
}

export type Maker = 'Edge' | 'Firefox' | 'Chrome' | 'Safari';

/** Whose browser this is: each hides its permissions elsewhere. */
export function maker(agent = navigator.userAgent): Maker {
  if (/Edg\//.test(agent)) return 'Edge';
  if (/Firefox\//.test(agent)) return 'Firefox';
  return /Chrome\//.test(agent) ? 'Chrome' : 'Safari';
}
