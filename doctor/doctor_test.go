package doctor

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app/bucket"
	"courtyard/app/bucket/buckettest"
	"courtyard/app/config"
	"courtyard/app/event"
	"courtyard/app/folder"
	"courtyard/app/scanner/scannertest"
	"courtyard/certs"
	"courtyard/models"
)

// office is an instance with a data folder of its own and a free port.
func office(t *testing.T, environment ...string) Instance {
	t.Helper()
	folder := t.TempDir()
	start, err := config.Load(config.Source{
		Arguments: []string{"doctor"}, Environment: append([]string{"HOST=127.0.0.1", "PORT=" + strconv.Itoa(freePort(t))}, environment...), Folder: folder,
	})
	require.NoError(t, err)
	c := start.Config
	i := Instance{Config: &c, Problems: start.Problems, Warnings: start.Warnings, URLs: []string{"https://127.0.0.1"}, Clock: time.Now}
	if !c.TLSOff() {
		i.Certificates = &certs.Options{Dir: filepath.Join(c.DataDir, "certs"), Names: []string{"aiko-pc"}, RenewDays: c.TLSRenewDays, CertFile: c.SSLCertfile, KeyFile: c.SSLKeyfile}
	}
	return i
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().(*net.TCPAddr).Port
}

// started opens what a running server has open.
func started(t *testing.T, i Instance) *models.Store {
	t.Helper()
	store, err := models.Open(models.Options{Path: i.Config.Database(), Version: "test", Publish: func([]event.Announcement) {}, Clock: i.Clock})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	authority, err := certs.Open(*i.Certificates)
	require.NoError(t, err)
	t.Cleanup(authority.Close)
	return store
}

// listens takes the instance's port, as a Courtyard or as somebody else.
func listens(t *testing.T, i Instance, answer string) {
	t.Helper()
	l, err := net.Listen("tcp", i.Config.Address())
	require.NoError(t, err)
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(answer)) })}
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() { require.NoError(t, s.Close()) })
}

// look is what doctor says about one thing.
func look(t *testing.T, i Instance, name string) Check {
	t.Helper()
	for _, c := range Examine(t.Context(), i) {
		if c.Name == name {
			require.Equal(t, c.Verdict == OK, len(c.Advice) == 0, "advice stands exactly where something is not well: %v", c)
			return c
		}
	}
	require.Fail(t, "no such check", name)
	return Check{}
}

func (c Check) text() string { return strings.Join(append(c.Found, c.Advice...), "\n") }

func requireSays(t *testing.T, c Check, v Verdict, words string) {
	t.Helper()
	require.Equal(t, v, c.Verdict, c.text())
	require.Contains(t, c.text(), words)
}

func TestBeforeTheFirstStartNothingIsFaultyAndNothingIsMade(t *testing.T) {
	i := office(t)
	var out bytes.Buffer
	require.Zero(t, Print(&out, Examine(t.Context(), i)), out.String())
	for _, name := range strings.Fields("settings server port addresses certificate clock disk fsync permissions database scanner bucket files") {
		require.Contains(t, out.String(), " "+name+" ")
	}
	_, err := os.Stat(i.Config.DataDir)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestARunningServerIsNoFaultAndNothingIsLeftBehind(t *testing.T) {
	i := office(t)
	started(t, i)
	listens(t, i, `{"status":"ok","version":"1.2.3"}`)
	before := everything(t, i.Config.DataDir)
	var out bytes.Buffer
	require.Zero(t, Print(&out, Examine(t.Context(), i)), out.String())
	require.Contains(t, out.String(), "runs: process "+strconv.Itoa(os.Getpid()))
	require.Contains(t, out.String(), "held by this server, version 1.2.3")
	require.Contains(t, out.String(), "names every name and address")
	require.Contains(t, out.String(), "in the middle")
	require.Equal(t, before, everything(t, i.Config.DataDir))
}

// everything is each file of a folder with its mode and size.
func everything(t *testing.T, folder string) (files []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		require.NoError(t, err)
		info, err := entry.Info()
		require.NoError(t, err)
		files = append(files, path+" "+info.Mode().String()+" "+strconv.FormatInt(info.Size(), 10))
		return nil
	}))
	return files
}

func TestMistakesInTheSettingsAreAFaultWithTheirLines(t *testing.T) {
	c := look(t, office(t, "LOG_LEVEL=loud"), "settings")
	requireSays(t, c, Fault, "LOG_LEVEL: must be one of")
	requireSays(t, look(t, office(t, "JAVA_BIN=java"), "settings"), Warning, "JAVA_BIN")
}

func TestThePortIsFreeOrHeldBySomebodyWhoIsNamed(t *testing.T) {
	i := office(t)
	requireSays(t, look(t, i, "port"), OK, "is free")
	listens(t, i, "hello")
	requireSays(t, look(t, i, "port"), Fault, "held by another program (doctor.test, process "+strconv.Itoa(os.Getpid()))

	i = office(t)
	listens(t, i, `{"status":"ok","version":"1"}`)
	requireSays(t, look(t, i, "port"), Fault, "another Courtyard")

	started(t, i)
	requireSays(t, look(t, i, "port"), OK, "this server")

	i = office(t)
	started(t, i)
	requireSays(t, look(t, i, "port"), Warning, "is free, though a server runs")
	listens(t, i, `{"status":"degraded","version":"1"}`)
	requireSays(t, look(t, i, "port"), Fault, "status degraded")

	requireSays(t, look(t, office(t, "HOST=203.0.113.9"), "port"), Fault, "must be an address of this machine")
}

func TestTheGuardAndWhoCanOpenItAreTold(t *testing.T) {
	requireSays(t, look(t, office(t), "addresses"), OK, "private networks are answered")
	requireSays(t, look(t, office(t, "RESTRICT_TO_PRIVATE=false"), "addresses"), Warning, "everybody")
	requireSays(t, look(t, office(t, "ALLOWED_CIDRS=0.0.0.0/0,::/0"), "addresses"), Warning, "which is everybody")
	i := office(t)
	i.OnlyHere = true
	requireSays(t, look(t, i, "addresses"), Warning, "only this computer")

	e := examination{Instance: office(t, "ALLOWED_CIDRS=10.0.0.0/8")}
	var c Check
	e.guard(&c, []netip.Addr{netip.MustParseAddr("192.168.1.7")})
	requireSays(t, c, Warning, "192.168.1.7 is outside")
}

func TestTheCertificateIsToldWithItsDaysAndNames(t *testing.T) {
	i := office(t)
	started(t, i)
	requireSays(t, look(t, i, "certificate"), OK, "89 days left")

	i.Certificates.Names = []string{"aiko-pc", "ben-pc"}
	requireSays(t, look(t, i, "certificate"), Warning, "may not sign ben-pc")
	i.Certificates.Names = []string{"aiko-pc", "ben.local"}
	requireSays(t, look(t, i, "certificate"), Warning, "lacks ben.local")
	i.Certificates.Names = []string{"aiko-pc"}

	for days, words := range map[int]string{-3: "begins only on", 75: "was not renewed", 91: "ended on", 3800: "the authority ended on"} {
		i.Clock = func() time.Time { return time.Now().AddDate(0, 0, days) }
		c := look(t, i, "certificate")
		require.Contains(t, c.text(), words)
		require.NotEqual(t, OK, c.Verdict)
	}
	i.Clock = time.Now

	key := filepath.Join(i.Certificates.Dir, "root.key")
	require.NoError(t, os.Chmod(key, 0o644))
	requireSays(t, look(t, i, "certificate"), Fault, "may read the key "+key)

	require.NoError(t, os.WriteFile(filepath.Join(i.Certificates.Dir, "root.crt"), []byte("?"), 0o600))
	requireSays(t, look(t, i, "certificate"), Fault, "Restore the folder certs")
}

func TestOwnCertificateFilesAreLookedAt(t *testing.T) {
	maker := office(t)
	started(t, maker)
	issued := filepath.Join(maker.Certificates.Dir, "certificates", "local", "localhost", "localhost")
	i := office(t, "SSL_CERTFILE="+issued+".crt", "SSL_KEYFILE="+issued+".key")
	c := look(t, i, "certificate")
	requireSays(t, c, Warning, "does not lead to an authority that this machine trusts")
	require.Contains(t, c.text(), "89 days left")
	i.Clock = func() time.Time { return time.Now().AddDate(0, 0, 70) }
	requireSays(t, look(t, i, "certificate"), Warning, "Have your authority renew it")
}

func TestWithoutEncryptionTheNetworkReadsAlong(t *testing.T) {
	requireSays(t, look(t, office(t, "TLS=off"), "certificate"), OK, "a proxy on this machine")
	requireSays(t, look(t, office(t, "TLS=off", "HOST=0.0.0.0"), "certificate"), Warning, "can read along")
}

func TestAClockThatIsBehindWhatWasWrittenIsAFault(t *testing.T) {
	i := office(t)
	started(t, i)
	require.NotContains(t, look(t, i, "clock").text(), "behind")
	i.Clock = func() time.Time { return time.Now().Add(-48 * time.Hour) }
	requireSays(t, look(t, i, "clock"), Fault, "behind the day the certificate was made")

	i = office(t)
	i.Built = time.Now().AddDate(0, 1, 0)
	requireSays(t, look(t, i, "clock"), Fault, "behind the day this program was built")
	require.Contains(t, look(t, office(t, "TIME_ZONE=Asia/Tokyo"), "clock").text(), "time zone Asia/Tokyo")
	require.Contains(t, look(t, office(t, "TZ_OFFSET_HOURS=9"), "clock").text(), "without summer time")
}

func TestTheNewestEntryOfTheDatabaseIsSeenWhetherAServerRunsOrNot(t *testing.T) {
	i := office(t)
	started(t, i)
	db, err := sql.Open("sqlite", i.Config.Database())
	require.NoError(t, err)
	ahead := time.Now().AddDate(0, 0, 9)
	_, err = db.ExecContext(t.Context(), `INSERT INTO accounts (id, username, username_key, name, password_hash, role, created_at) VALUES (1, 'a', 'a', 'Aiko', '', 'owner', 0)`)
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), `INSERT INTO sessions (account_id, token_hash, program, device, address, created_at, seen_at) VALUES (1, x'00', 0, '', '', 0, ?)`, ahead.UnixMilli())
	require.NoError(t, err)
	require.NoError(t, db.Close())
	requireSays(t, look(t, i, "clock"), Fault, "behind the newest entry of the database")

	copied := office(t)
	require.NoError(t, os.MkdirAll(copied.Config.DataDir, 0o700))
	checkpointed(t, i.Config.Database(), copied.Config.Database())
	requireSays(t, look(t, copied, "clock"), Fault, "behind the newest entry of the database")
}

// checkpointed copies a database as it lies after an orderly stop.
func checkpointed(t *testing.T, from, to string) {
	t.Helper()
	db, err := sql.Open("sqlite", from)
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	content, err := os.ReadFile(from)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, content, 0o600))
}

func TestTheDiskIsJudgedByItsFloor(t *testing.T) {
	require.EqualValues(t, gigabyte, space{total: 20 * gigabyte}.floor())
	require.EqualValues(t, 4*gigabyte, space{total: 200 * gigabyte}.floor())
	require.EqualValues(t, 10*gigabyte, space{total: 4000 * gigabyte}.floor())
	for words, s := range map[string]space{
		"less than the 1.0 GB that should stay free": {free: 900 * megabyte, total: 20 * gigabyte},
		"the disk is full":                           {free: 50 * megabyte, total: 20 * gigabyte},
		"for reading only":                           {free: 9 * gigabyte, total: 20 * gigabyte, readOnly: true},
		"gone after a restart":                       {free: 9 * gigabyte, total: 20 * gigabyte, kind: "tmpfs"},
		"inside a container":                         {free: 9 * gigabyte, total: 20 * gigabyte, kind: "overlay"},
	} {
		var c Check
		s.judge(&c, place{"/srv/courtyard", "data folder", "DATA_DIR"})
		require.NotEqual(t, OK, c.Verdict)
		require.Contains(t, c.text(), words)
	}
	require.Contains(t, look(t, office(t), "disk").text(), "free")
}

func TestTheUploadFolderIsLookedAtAsTheDataFolderIs(t *testing.T) {
	share := t.TempDir()
	i := office(t, "UPLOAD_DIR="+share)
	require.Contains(t, look(t, i, "disk").text(), " for the upload folder")
	requireSays(t, look(t, i, "permissions"), OK, "the upload folder is writable")
	requireSays(t, look(t, office(t, "UPLOAD_DIR="+filepath.Join(share, "new")), "permissions"), OK, "the first start makes the upload folder")
	requireSays(t, look(t, office(t, "UPLOAD_DIR=data/files"), "permissions"), OK, "the first start makes the data folder")
	requireSays(t, look(t, office(t, "UPLOAD_DIR="+filepath.Join(share, "away", "files")), "settings"), Fault, "UPLOAD_DIR: lies in a folder that is not there")

	requireSays(t, look(t, office(t, "UPLOAD_DIR=/proc/nope"), "disk"), Fault, "there is no disk")
	uploads := place{"/mnt/share", "upload folder", "UPLOAD_DIR"}
	for words, s := range map[string]space{
		"Make room on the disk of /mnt/share": {free: 2 * megabyte, total: 2 * megabyte},
		"Mount the disk of /mnt/share":        {free: 9 * gigabyte, total: 20 * gigabyte, readOnly: true},
		"the upload folder lies in memory":    {free: 9 * gigabyte, total: 20 * gigabyte, kind: "tmpfs"},
	} {
		var c Check
		s.judge(&c, uploads)
		require.NotEqual(t, OK, c.Verdict)
		require.Contains(t, c.text(), words)
	}
}

func TestAnUploadFolderThatTheServerCannotWriteToIsAFault(t *testing.T) {
	share := t.TempDir()
	i := office(t, "UPLOAD_DIR="+filepath.Join(share, "files"))
	if os.Geteuid() != 0 {
		require.NoError(t, os.Chmod(share, 0o500))
		requireSays(t, look(t, i, "permissions"), Fault, "this user cannot write to the upload folder")
		return
	}
	require.NoError(t, os.Mkdir(i.Config.DataDir, 0o700))
	require.NoError(t, os.Chown(i.Config.DataDir, 1000, 1000))
	require.NoError(t, os.Chmod(share, 0o755))
	requireSays(t, look(t, i, "permissions"), Fault, "the owner of the data folder cannot write to the upload folder")
	require.NoError(t, os.Chown(share, 1000, 1000))
	requireSays(t, look(t, i, "permissions"), OK, "the first start makes the upload folder")
}

func TestADiskThatTakesNothingIsAFault(t *testing.T) {
	i := office(t)
	require.NoError(t, os.WriteFile(i.Config.DataDir, nil, 0o600))
	requireSays(t, look(t, i, "fsync"), Fault, "could not be measured")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	folder := t.TempDir()
	_, err := measureSyncs(ctx, folder)
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, everything(t, folder)[1:], "the measure's file is taken away")
}

func TestWhoMayLookIntoTheDataFolderIsTold(t *testing.T) {
	i := office(t)
	started(t, i)
	requireSays(t, look(t, i, "permissions"), OK, "its owner's alone")
	require.NoError(t, os.Chmod(i.Config.DataDir, 0o755))
	requireSays(t, look(t, i, "permissions"), Warning, "chmod 700 "+i.Config.DataDir)
	require.NoError(t, os.Chmod(i.Config.DataDir, 0o700))
	require.NoError(t, os.Chmod(i.Config.Database(), 0o644))
	requireSays(t, look(t, i, "permissions"), Warning, "chmod 600 "+i.Config.Database())
}

func TestTheDatabaseIsOursOrNamed(t *testing.T) {
	i := office(t)
	started(t, i)
	requireSays(t, look(t, i, "database"), OK, "as this program's")

	foreign := office(t)
	require.NoError(t, os.MkdirAll(foreign.Config.DataDir, 0o700))
	require.NoError(t, os.WriteFile(foreign.Config.Database(), []byte(strings.Repeat("no database ", 20)), 0o600))
	requireSays(t, look(t, foreign, "database"), Fault, "is no database of Courtyard")

	newer := office(t)
	require.NoError(t, os.MkdirAll(newer.Config.DataDir, 0o700))
	checkpointed(t, i.Config.Database(), newer.Config.Database())
	db, err := sql.Open("sqlite", newer.Config.Database())
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), "PRAGMA journal_mode=DELETE; PRAGMA user_version = 99999")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	requireSays(t, look(t, newer, "database"), Fault, "a newer version of Courtyard")
}

func TestALocalChatDatabaseIsNamed(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "localchat.db")
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	for _, table := range strings.Fields("users servers server_members dm_channels messages") {
		_, err = db.ExecContext(t.Context(), "CREATE TABLE "+table+" (id INTEGER)")
		require.NoError(t, err)
	}
	require.NoError(t, db.Close())
	require.NoError(t, os.Chmod(folder, 0o755))
	before := everything(t, folder)
	i := office(t, "DATABASE_URL=sqlite:///"+path)
	requireSays(t, look(t, i, "database"), Fault, "is LocalChat's")
	requireSays(t, look(t, i, "permissions"), OK, "the first start makes the data folder")
	requireSays(t, look(t, i, "fsync"), OK, "not measured")
	require.Equal(t, before, everything(t, folder), "another program's folder is left alone")
}

func TestTheVirusScannerIsAskedWhereOneIsSet(t *testing.T) {
	requireSays(t, look(t, office(t), "scanner"), OK, "none")
	socket := filepath.Join(t.TempDir(), "clamd.ctl")
	i := office(t, "CLAMD_ADDRESS=unix:"+socket)
	requireSays(t, look(t, i, "scanner"), Warning, "LocalSocket")
	clamd := scannertest.New(t, "unix", socket).Start()
	requireSays(t, look(t, i, "scanner"), OK, "answers at "+socket)
	clamd.Change(func(c *scannertest.Clamd) { c.Pong = "220 mail.lan ESMTP" })
	requireSays(t, look(t, i, "scanner"), Warning, "220 mail.lan")
}

// asks sets the bucket that an instance keeps its files in.
func (i Instance) asks(server *buckettest.Server, name string) Instance {
	o := server.Options()
	o.Name = name
	i.Bucket = bucket.New(o, nil)
	return i
}

func TestTheBucketIsAskedWhereOneIsSet(t *testing.T) {
	i := office(t)
	requireSays(t, look(t, i, "bucket"), OK, "none")
	server := buckettest.NewPlain(t)
	requireSays(t, look(t, i.asks(server, buckettest.Name), "bucket"), OK, "the bucket files at "+server.Address()+" answers")
	requireSays(t, look(t, i.asks(server, "another"), "bucket"), Warning, "no bucket of this name")
	unknown := i
	o := server.Options()
	o.Secret = "another"
	unknown.Bucket = bucket.New(o, nil)
	requireSays(t, look(t, unknown, "bucket"), Warning, "SignatureDoesNotMatch")
	server.Refuse(403)
	refused := look(t, i.asks(server, buckettest.Name), "bucket")
	requireSays(t, refused, Warning, "status 403")
	require.NotContains(t, refused.text(), "buckets-secret")
	server.Stop()
	requireSays(t, look(t, i.asks(server, buckettest.Name), "bucket"), Warning, "connection refused")
}

func TestFilesThatAreNotWhereTheyAreLookedForAreTold(t *testing.T) {
	i := office(t)
	store := started(t, i)
	uploads, err := folder.Open(i.Config.Uploads())
	require.NoError(t, err)
	requireSays(t, look(t, i, "files"), OK, "none yet")
	var names []string
	aiko := models.Account{Username: "aiko", Role: "user"}
	require.NoError(t, store.Write(t.Context(), func(tx *models.Tx) error { return tx.CreateAccount(&aiko) }))
	for range 3 {
		f := models.File{OwnerID: aiko.ID, Stored: folder.NewName(), Name: "plan.txt"}
		part, err := uploads.Part(f.Stored)
		require.NoError(t, err)
		require.NoError(t, errors.Join(part.Close(), uploads.Keep(t.Context(), f.Stored)))
		require.NoError(t, store.Write(t.Context(), func(tx *models.Tx) error { return errors.Join(tx.AddUpload(&f), tx.FinishUpload(f)) }))
		names = append(names, f.Stored)
	}
	require.NoError(t, uploads.Close())
	requireSays(t, look(t, i, "files"), OK, "in their place")

	one := filepath.Join(i.Config.Uploads(), filepath.FromSlash(folder.Place(names[0], "")))
	require.NoError(t, os.Rename(one, one+".away"))
	requireSays(t, look(t, i, "files"), Warning, "of the newest 3 files 1 cannot be found")
	require.NoError(t, os.Rename(one+".away", one))

	server := buckettest.New(t)
	require.NoError(t, os.Rename(i.Config.Uploads(), i.Config.Uploads()+".old"))
	for _, gone := range []Instance{i, i.asks(server, buckettest.Name)} {
		told := look(t, gone, "files")
		requireSays(t, told, Fault, "of the newest 3 files 3 cannot be found")
		for _, name := range names {
			require.NotContains(t, told.text(), name)
		}
	}
	server.Takes(i.Config.Uploads() + ".old")
	requireSays(t, look(t, i.asks(server, buckettest.Name), "files"), OK, "in their place")
	server.Stop()
	requireSays(t, look(t, i.asks(server, buckettest.Name), "files"), Warning, "connection refused")
}
