import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as api from '../api/uploads';
import { general, openPage } from '../events/cast';
import { MemoryStorage } from '../state/cast';
import { keepNothing } from '../state/memory';
import { outbox } from '../state/outgoing';
import { myId, session } from '../state/session.svelte';
import { uploads } from '../state/uploads.svelte';
import { send } from './messages';
import {
  attach,
  attachDeveloped,
  cancel,
  chooseAgain,
  describePicture,
  forgetUploads,
  pause,
  restoreUploads,
  sendTextNow,
} from './uploads';

vi.mock('../api/uploads');
vi.mock('../api/messages');

const place = { channel: general, thread: 0 };
const composing = () => uploads.composing(place).map(({ about, status }) => `${about.name} ${status}`);
const file = (name: string, size = 3) => new File(['x'.repeat(size)], name, { lastModified: 1_000 });
const many = (count: number) => Array.from({ length: count }, (_, i) => file(`${i}.txt`));
/** Lets every upload end with an id of its own. */
const everythingGoes = () => {
  let id = 100;
  vi.mocked(api.transfer).mockImplementation(async (_, course) => {
    course.begun(++id);
    return id;
  });
};

/** The locks of a browser; names that another tab holds are in it. */
const elsewhere = new Set<string>();
const locks = {
  request: (name: string, _: object, take: (lock: object | null) => void) =>
    Promise.resolve(take(elsewhere.has(name) ? null : {})),
};

beforeEach(() => {
  vi.resetAllMocks();
  elsewhere.clear();
  vi.stubGlobal('navigator', { locks });
  vi.stubGlobal('localStorage', new MemoryStorage());
  vi.stubGlobal('sessionStorage', new MemoryStorage());
  keepNothing(false);
  openPage();
  forgetUploads(myId());
  outbox.open(myId());
  vi.mocked(api.transfer).mockReturnValue(new Promise(() => {}));
  vi.mocked(api.giveUp).mockResolvedValue();
  vi.mocked(api.received).mockResolvedValue(0);
});

describe('a file that Aiko attaches', () => {
  it('is uploaded while she writes', () => {
    attach([file('plan.txt')], place);
    expect(composing()).toEqual(['plan.txt uploading']);
    const [what] = vi.mocked(api.transfer).mock.calls[0]!;
    expect(what).toMatchObject({ account: myId(), channel: general, name: 'plan.txt', file: 0 });
  });

  it('is a picture for everybody where her browser can read a photo of her phone, in its place', async () => {
    const develop = async () => ({ jpeg: async () => new Blob(['picture'], { type: 'image/jpeg' }), close: () => {} });
    await attachDeveloped([file('IMG_1.HEIC'), file('b.txt')], place, develop);
    expect(composing()).toEqual(['IMG_1.jpg uploading', 'b.txt uploading']);
  });

  it('is refused before the first byte where it is too large, and does not go with the message', () => {
    session.limits = { ...session.limits, file_bytes: 10 };
    attach([file('large.bin', 11), file('small.bin', 10)], place);
    expect(composing()).toEqual(['large.bin failed', 'small.bin uploading']);
    expect(vi.mocked(api.transfer)).toHaveBeenCalledOnce();
    send(general, '');
    expect(composing()).toEqual(['large.bin failed']);
  });

  it('has its words told once the server knows of it, where they were typed before', async () => {
    let begin: (file: number) => void = () => {};
    vi.mocked(api.transfer).mockImplementation((_, course) => {
      begin = course.begun;
      return new Promise(() => {});
    });
    attach([file('tower.png')], place);
    await describePicture(uploads.mine[0]!, 'The tower');
    expect(vi.mocked(api.describe)).not.toHaveBeenCalled();
    begin(101);
    expect(vi.mocked(api.describe)).toHaveBeenCalledExactlyOnceWith(101, 'The tower');
  });

  it('stays in its own place', () => {
    attach([file('plan.txt')], { channel: general, thread: 8 });
    expect(composing()).toEqual([]);
  });

  it('is taken away on the server, too', () => {
    vi.mocked(api.transfer).mockImplementation((_, course) => {
      course.begun(42);
      return new Promise(() => {});
    });
    attach([file('plan.txt')], place);
    cancel(uploads.composing(place));
    expect(composing()).toEqual([]);
    expect(api.giveUp).toHaveBeenCalledWith(myId(), 42);
    expect(localStorage.length).toBe(0);
  });
});

describe('a message with files', () => {
  it('holds as many as the server takes, and the text goes with the first of them', () => {
    session.limits = { ...session.limits, message_files: 10 };
    attach(many(23), place);
    send(general, 'The folder');
    expect(outbox.entries.map(({ text, uploads: ids }) => [text, ids!.length])).toEqual([
      ['The folder', 10],
      ['', 10],
      ['', 3],
    ]);
    expect(composing()).toEqual([]);
  });

  it('is complete when all of them are there', async () => {
    everythingGoes();
    attach(many(3), place);
    send(general, 'three');
    const [entry] = outbox.entries;
    await vi.waitFor(() => expect(uploads.files(entry!.uploads)).toEqual([101, 102, 103]));
  });

  it('is empty and goes when the only file is taken away', () => {
    attach(many(1), place);
    send(general, '');
    cancel(uploads.of(outbox.entries[0]!.uploads));
    expect(outbox.entries).toEqual([]);
  });

  it('can let its text go first', () => {
    attach(many(1), place);
    send(general, 'text');
    sendTextNow(outbox.entries[0]!.nonce);
    expect(outbox.entries.map(({ text, uploads: ids }) => [text, ids?.length])).toEqual([
      ['text', undefined],
      ['', 1],
    ]);
    expect(uploads.of(outbox.entries[1]!.uploads)[0]!.message).toBe(outbox.entries[1]!.nonce);
  });
});

describe('after a reload', () => {
  /** Only the storage is left. */
  const reload = async () => {
    const kept = Object.fromEntries(
      Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i)!).map((key) => [
        key,
        localStorage.getItem(key)!,
      ]),
    );
    forgetUploads(myId());
    for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
    outbox.open(myId());
    await restoreUploads(myId());
  };

  it('what is there is there, and what was under way goes on with the same file', async () => {
    everythingGoes();
    attach([file('there.txt')], place);
    await vi.waitFor(() => expect(composing()).toEqual(['there.txt done']));
    vi.mocked(api.transfer).mockImplementation((_, course) => {
      course.begun(42);
      return new Promise(() => {});
    });
    attach([file('half.txt')], place);
    await reload();
    expect(composing()).toEqual(['there.txt done', 'half.txt missing']);
    attach([file('half.txt')], { channel: general, thread: 8 });
    expect(composing()).toEqual(['there.txt done', 'half.txt uploading']);
    expect(vi.mocked(api.transfer).mock.lastCall![0].file).toBe(42);
  });

  it('an interrupted one tells how much of it the server has, and takes no other file', async () => {
    vi.mocked(api.transfer).mockImplementation((_, course) => {
      course.begun(42);
      return new Promise(() => {});
    });
    attach([file('big.bin', 9)], place);
    vi.mocked(api.received).mockResolvedValue(4);
    await reload();
    const [upload] = uploads.composing(place);
    await vi.waitFor(() => expect([upload!.status, upload!.sent]).toEqual(['missing', 4]));
    expect(api.received).toHaveBeenCalledWith(myId(), 42);
    for (const other of [file('other.bin', 9), file('big.bin', 8)]) {
      await chooseAgain(upload!, other);
      expect([upload!.mistaken, ...composing()]).toEqual([true, 'big.bin missing']);
    }
    await chooseAgain(upload!, file('big.bin', 9));
    expect([upload!.mistaken, ...composing()]).toEqual([false, 'big.bin uploading']);
  });

  it('what is known of how far a paused one was stays where the server does not answer', async () => {
    vi.mocked(api.transfer).mockImplementation((_, course) => {
      course.begun(42);
      course.sent(3);
      return new Promise(() => {});
    });
    attach([file('big.bin', 9)], place);
    pause(uploads.mine[0]!);
    vi.mocked(api.received).mockRejectedValue(new Error('no answer'));
    await reload();
    expect(uploads.mine[0]!.sent).toBe(3);
  });

  it('files stand in the order in which they were attached', async () => {
    everythingGoes();
    const names = Array.from({ length: 9 }, (_, i) => `${9 - i}.txt`);
    attach(
      names.map((name) => file(name)),
      place,
    );
    await vi.waitFor(() => expect(composing()).toEqual(names.map((name) => `${name} done`)));
    const [first] = uploads.composing(place);
    uploads.unkeep(first!.about);
    uploads.keep(first!);
    await reload();
    expect(composing()).toEqual(names.map((name) => `${name} done`));
  });

  it('what another tab uploads is left to that', async () => {
    everythingGoes();
    attach([file('there.txt')], place);
    await vi.waitFor(() => expect(composing()).toEqual(['there.txt done']));
    elsewhere.add(localStorage.key(0)!);
    await reload();
    expect(composing()).toEqual([]);
    expect(localStorage.length).toBe(1);
  });

  it('a message waits for its files', async () => {
    attach(many(1), place);
    send(general, 'with a file');
    await reload();
    expect(composing()).toEqual([]);
    expect(uploads.of(outbox.entries[0]!.uploads).map((one) => one.status)).toEqual(['missing']);
  });

  it('files of a message that was sent meanwhile are forgotten', async () => {
    attach(many(1), place);
    send(general, 'sent by another tab');
    outbox.remove(outbox.entries[0]!.nonce);
    await reload();
    expect(uploads.mine).toEqual([]);
    expect(localStorage.length).toBe(0);
  });

  it('nothing is left on a shared computer', async () => {
    keepNothing(true);
    everythingGoes();
    attach(many(2), place);
    await vi.waitFor(() => expect(composing()).toEqual(['0.txt done', '1.txt done']));
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  });
});
