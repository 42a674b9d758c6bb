import { beforeEach, describe, expect, it, vi } from 'vitest';
import { transfer } from '../api/uploads';
import { ChosenPicture } from './pictures';

vi.mock('../api/uploads');

const me = new File(['a picture'], 'me.png', { type: 'image/png' });

beforeEach(() => {
  vi.resetAllMocks();
  vi.mocked(transfer).mockResolvedValueOnce(7).mockResolvedValueOnce(8);
});

describe('the picture that a form chooses', () => {
  it('is brought to no channel, and named by its id', async () => {
    expect(await new ChosenPicture().patch(me)).toEqual({ picture: 7 });
    expect(transfer).toHaveBeenCalledWith(
      expect.objectContaining({ bytes: me, channel: 0, name: 'me.png' }),
      expect.anything(),
      expect.any(AbortSignal),
    );
  });

  it('is brought once, however often the form is sent, and anew where another one is chosen', async () => {
    const chosen = new ChosenPicture();
    await chosen.patch(me);
    expect(await chosen.patch(me)).toEqual({ picture: 7 });
    expect(transfer).toHaveBeenCalledTimes(1);
    expect(await chosen.patch(new File(['another'], 'other.png'))).toEqual({ picture: 8 });
  });

  it('is taken away where there is to be none, and left where nothing was chosen', async () => {
    expect(await new ChosenPicture().patch(null)).toEqual({ picture: 0 });
    expect(await new ChosenPicture().patch(undefined)).toEqual({});
    expect(transfer).not.toHaveBeenCalled();
  });
});
