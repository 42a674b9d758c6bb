import { describe, expect, it } from 'vitest';
import { session } from '../../state/session.svelte';
import { Upload, type UploadStatus } from '../../state/uploads.svelte';
import { standing, timeLeft, waitingFor } from './standing';

const mebibyte = 1024 * 1024;

function upload(status: UploadStatus, more: Partial<Upload> = {}) {
  const about = { account: 1, channel: 5, thread: 0, name: 'plan.dwg', size: 8 * mebibyte, modified: 0, attached: 0 };
  return Object.assign(new Upload({ ...about, id: 'one' }), { status, ...more });
}

describe('an upload says', () => {
  it('how far it is, how fast, and how long it will take', () => {
    const underway = upload('uploading', { sent: 2 * mebibyte, rate: mebibyte / 2 });
    expect(standing(underway)).toBe('2.0 MB of 8.0 MB · 512 KB/s · 12 s left');
    expect(standing(upload('uploading'))).toBe('0 B of 8.0 MB');
    expect(standing(upload('done'))).toBe('8.0 MB');
  });

  it('why it failed, and what the limit is', () => {
    session.limits = { ...session.limits, file_bytes: 4 * mebibyte };
    expect(standing(upload('failed', { code: 'file_too_large' }))).toMatch(/at most 4\.0 MB/);
    expect(standing(upload('failed', { code: 'quota_exceeded' }))).toMatch(/no room/);
    const quota = { of: 'person', bytes: 300 * mebibyte } as const;
    expect(standing(upload('failed', { code: 'quota_exceeded', quota }))).toMatch(
      /^Your files may take 300 MB together/,
    );
    expect(standing(upload('failed', { code: 'from_the_future' }))).toMatch(/went wrong/);
  });

  it('how much of it is there where it was interrupted, and that another file was chosen', () => {
    expect(standing(upload('missing', { sent: 2 * mebibyte }))).toBe(
      '2.0 MB of 8.0 MB · Interrupted. Choose the file again to go on.',
    );
    expect(standing(upload('missing'))).toBe('Interrupted. Choose the file again to go on.');
    expect(standing(upload('missing', { mistaken: true }))).toMatch(/^That is not plan\.dwg as it was attached/);
  });

  it('what its message waits for', () => {
    const waits = (...list: UploadStatus[]) => waitingFor(list.map((status) => upload(status)));
    expect(waits('uploading', 'done')).toBe('Is sent when its files are uploaded.');
    expect(waits('paused', 'uploading')).toMatch(/paused files are resumed/);
    expect(waits('paused', 'failed')).toMatch(/failed files/);
    expect(waits('failed', 'missing')).toMatch(/chosen again/);
  });

  it('a time that is no more exact than it is known', () => {
    expect([0, 59, 61, 3_599, 3_700].map(timeLeft)).toEqual([
      '1 s left',
      '59 s left',
      '1 min left',
      '1 h 0 min left',
      '1 h 2 min left',
    ]);
  });
});
