import { sizeOf } from '../../size';
import { session } from '../../state/session.svelte';
import type { Upload, UploadStatus } from '../../state/uploads.svelte';
import { explainCode } from '../../words/explain.svelte';
import { w } from '../../words/index.svelte';

/** How far an upload is, in words. */
export function standing(upload: Upload): string {
  const size = sizeOf(upload.about.size);
  const sent = w.sentOf(sizeOf(upload.sent), size);
  switch (upload.status) {
    case 'waiting':
      return `${size} · ${w.uploadWaiting}`;
    case 'uploading':
      return upload.rate > 0 ? `${sent} · ${pace(upload)}` : sent;
    case 'lost':
      return `${sent} · ${w.uploadLost}`;
    case 'paused':
      return `${sent} · ${w.uploadPaused}`;
    case 'missing':
      if (upload.mistaken) return w.uploadMistaken(upload.about.name);
      return upload.sent > 0 ? `${sent} · ${w.uploadMissing}` : w.uploadMissing;
    case 'failed':
      return reason(upload);
    case 'done':
      return size;
  }
}

/** What a message waits for whose files these are, in words. */
export function waitingFor(list: Upload[]): string {
  const has = (status: UploadStatus) => list.some((one) => one.status === status);
  if (has('missing')) return w.waitsForChoice;
  if (has('failed')) return w.waitsForRetry;
  return has('paused') ? w.waitsForResume : w.waitsForFiles;
}

function pace({ about, sent, rate }: Upload): string {
  return `${w.perSecond(sizeOf(Math.round(rate)))} · ${timeLeft((about.size - sent) / rate)}`;
}

function reason({ code, quota }: Upload): string {
  if (code === 'file_too_large') return w.fileOver(sizeOf(session.limits.file_bytes));
  if (code === 'quota_exceeded' && quota) return w.overQuota[quota.of](sizeOf(quota.bytes));
  return explainCode(code) ?? w.errorUnknown;
}

/** Seconds as people count them: no more exact than they are known. */
export function timeLeft(seconds: number): string {
  if (seconds < 60) return w.secondsLeft(Math.max(1, Math.ceil(seconds)));
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return w.minutesLeft(minutes);
  return w.hoursLeft(Math.floor(minutes / 60), minutes % 60);
}
