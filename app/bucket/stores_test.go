package bucket_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"io/fs"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app"
	"courtyard/app/bucket"
	"courtyard/app/bucket/buckettest"
	"courtyard/app/folder"
)

// stores are the two places for files, with what a test asks about each.
func stores(t *testing.T, test func(t *testing.T, local *folder.Folder, files app.Files)) {
	open := func(t *testing.T) *folder.Folder {
		local, err := folder.Open(t.TempDir())
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, local.Close()) })
		return local
	}
	t.Run("folder", func(t *testing.T) {
		local := open(t)
		test(t, local, local)
	})
	t.Run("bucket", func(t *testing.T) {
		local := open(t)
		test(t, local, buckettest.New(t).Bucket(local))
	})
}

// arrives puts a complete upload where it waits.
func arrives(t *testing.T, local *folder.Folder, content []byte) string {
	t.Helper()
	name := folder.NewName()
	part, err := local.Part(name)
	require.NoError(t, err)
	_, err = part.Write(content)
	require.NoError(t, err)
	require.NoError(t, local.Sync(part))
	require.NoError(t, part.Close())
	return name
}

func noise(size int) []byte {
	content := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(content)
	return content
}

func contentOf(t *testing.T, files app.Files, name, part string) []byte {
	t.Helper()
	file, err := files.Open(t.Context(), name, part)
	require.NoError(t, err)
	content, err := io.ReadAll(file)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	return content
}

func TestWhatWasKeptIsReadWholeAndInParts(t *testing.T) {
	stores(t, func(t *testing.T, local *folder.Folder, files app.Files) {
		content := noise(1<<20 + 12_345)
		name := arrives(t, local, content)
		_, err := files.Open(t.Context(), name, "")
		require.ErrorIs(t, err, fs.ErrNotExist)
		require.NoError(t, files.Keep(t.Context(), name))
		require.NoError(t, files.Settle(name))
		require.Equal(t, sha256.Sum256(content), sha256.Sum256(contentOf(t, files, name, "")))
		waiting, err := local.Waiting()
		require.NoError(t, err)
		require.Empty(t, waiting)

		file, err := files.Open(t.Context(), name, "")
		require.NoError(t, err)
		defer func() { require.NoError(t, file.Close()) }()
		for range 50 {
			at := rand.Int64N(int64(len(content)))
			piece := make([]byte, 1+rand.IntN(300_000))
			n, err := file.ReadAt(piece, at)
			if n < len(piece) {
				require.ErrorIs(t, err, io.EOF)
			}
			require.True(t, bytes.Equal(content[at:int(at)+n], piece[:n]))
			_, err = file.Seek(at, io.SeekStart)
			require.NoError(t, err)
			n, err = io.ReadFull(file, piece[:min(1000, len(piece), len(content)-int(at))])
			require.NoError(t, err)
			require.True(t, bytes.Equal(content[at:int(at)+n], piece[:n]))
		}
		end, err := file.Seek(0, io.SeekEnd)
		require.NoError(t, err)
		require.EqualValues(t, len(content), end)
		_, err = file.Read(make([]byte, 1))
		require.ErrorIs(t, err, io.EOF)
	})
}

func TestKeepingAgainAfterAKillChangesNothing(t *testing.T) {
	stores(t, func(t *testing.T, local *folder.Folder, files app.Files) {
		for _, size := range []int{0, 1, 300_000} {
			content := noise(size)
			name := arrives(t, local, content)
			require.NoError(t, files.Keep(t.Context(), name))
			whole, err := local.Whole(name) // as a server looks at it that begins again
			require.NoError(t, err)
			require.NoError(t, whole.Close())
			require.NoError(t, files.Keep(t.Context(), name))
			require.NoError(t, files.Settle(name))
			require.NoError(t, files.Keep(t.Context(), name))
			require.NoError(t, files.Settle(name))
			require.Equal(t, content, contentOf(t, files, name, ""))
		}
		require.Error(t, files.Keep(t.Context(), folder.NewName()), "what never was")
	})
}

func TestRemovingTakesAllThatLiesUnderANameAndNothingElse(t *testing.T) {
	stores(t, func(t *testing.T, local *folder.Folder, files app.Files) {
		one, other := arrives(t, local, []byte("one")), arrives(t, local, []byte("other"))
		for _, name := range []string{one, other} {
			require.NoError(t, files.Save(t.Context(), name, "thumb", []byte("small")))
			require.NoError(t, files.Keep(t.Context(), name))
			require.NoError(t, files.Settle(name))
		}
		half := arrives(t, local, []byte("half"))
		require.NoError(t, files.Remove(t.Context(), one))
		require.NoError(t, files.Remove(t.Context(), one), "it is gone already")
		require.NoError(t, files.Remove(t.Context(), half))
		for _, part := range []string{"", "thumb"} {
			_, err := files.Open(t.Context(), one, part)
			require.ErrorIs(t, err, fs.ErrNotExist)
		}
		require.Equal(t, "other", string(contentOf(t, files, other, "")))
		require.Equal(t, "small", string(contentOf(t, files, other, "thumb")))
		waiting, err := local.Waiting()
		require.NoError(t, err)
		require.Empty(t, waiting)
		for _, foreign := range []string{"", "../courtyard.db", "*"} {
			require.Error(t, files.Remove(t.Context(), foreign))
		}
	})
}

func TestALargeFileGoesInPartsAndComesWhole(t *testing.T) {
	server := buckettest.New(t)
	local, err := folder.Open(t.TempDir())
	require.NoError(t, err)
	b := server.Bucket(local)
	content := noise(70 << 20) // more than one part
	name := arrives(t, local, content)
	require.NoError(t, b.Keep(t.Context(), name))
	require.NoError(t, b.Settle(name))
	require.Equal(t, sha256.Sum256(content), sha256.Sum256(contentOf(t, b, name, "")))
	require.NoError(t, b.Remove(t.Context(), name))
	require.Empty(t, server.Keys())
	require.NoError(t, local.Close())
}

func TestABucketThatIsAwayIsToldApartFromAFileThatIsNotThere(t *testing.T) {
	server := buckettest.New(t)
	local, err := folder.Open(t.TempDir())
	require.NoError(t, err)
	b := server.Bucket(local)
	kept, waits := arrives(t, local, []byte("kept")), arrives(t, local, []byte("waits"))
	require.NoError(t, b.Keep(t.Context(), kept))
	require.NoError(t, b.Settle(kept))
	require.NoError(t, b.Check(t.Context()))
	away := map[string]func(){"off": server.Stop, "forbidden": func() { server.Start(); server.Refuse(403) }, "broken": func() { server.Refuse(500) }}
	for _, how := range []string{"off", "forbidden", "broken"} {
		away[how]()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		_, openErr := b.Open(ctx, kept, "")
		for _, err := range []error{openErr, b.Keep(ctx, waits), b.Save(ctx, kept, "thumb", []byte("x")), b.Remove(ctx, kept), b.Check(ctx)} {
			require.ErrorIs(t, err, folder.ErrAway, how)
			require.NotErrorIs(t, err, fs.ErrNotExist, how)
			for _, secret := range []string{"buckets-secret", kept, waits} {
				require.NotContains(t, err.Error(), secret, how)
			}
		}
		cancel()
	}
	server.Recovers()
	require.NoError(t, b.Keep(t.Context(), waits))
	require.Equal(t, "waits", string(contentOf(t, b, waits, "")))
	require.Equal(t, "kept", string(contentOf(t, b, kept, "")))
	require.NoError(t, local.Close())
}

func TestFilesFromBeforeTheBucketAreReadFromTheFolder(t *testing.T) {
	server := buckettest.New(t)
	local, err := folder.Open(t.TempDir())
	require.NoError(t, err)
	name := arrives(t, local, []byte("older"))
	require.NoError(t, local.Keep(t.Context(), name))
	b := server.Bucket(local)
	require.Equal(t, "older", string(contentOf(t, b, name, "")))
	require.NoError(t, b.Remove(t.Context(), name))
	_, err = b.Open(t.Context(), name, "")
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NoError(t, local.Close())
}

func TestListsOfArchivesCostFewRequests(t *testing.T) {
	server := buckettest.New(t)
	local, err := folder.Open(t.TempDir())
	require.NoError(t, err)
	b := server.Bucket(local)
	content := noise(1 << 20)
	name := arrives(t, local, content)
	require.NoError(t, b.Keep(t.Context(), name))
	file, err := b.Open(t.Context(), name, "")
	if err != nil {
		t.Fatal(err)
	}
	before := server.Asked()
	var read []byte
	for at := 900_000; at < len(content); at += 50 {
		piece := make([]byte, min(50, len(content)-at))
		_, err := file.ReadAt(piece, int64(at))
		require.NoError(t, err)
		read = slices.Concat(read, piece)
	}
	require.True(t, bytes.Equal(content[900_000:], read))
	require.LessOrEqual(t, server.Asked()-before, 2)
	require.NoError(t, file.Close())
	require.NoError(t, local.Close())
}

func TestABucketsServerChecksWhoAsks(t *testing.T) {
	server := buckettest.New(t)
	local, err := folder.Open(t.TempDir())
	require.NoError(t, err)
	name := arrives(t, local, []byte("a plan"))
	for _, change := range []func(*bucket.Options){
		func(o *bucket.Options) { o.Secret = "another" },
		func(o *bucket.Options) { o.Key = "another" },
		func(o *bucket.Options) { o.Region = "another" },
	} {
		o := server.Options()
		change(&o)
		require.ErrorIs(t, bucket.New(o, local).Keep(t.Context(), name), folder.ErrAway)
	}
	require.Empty(t, server.Keys())
	require.NoError(t, server.Bucket(local).Keep(t.Context(), name))
	require.NoError(t, local.Close())
}
