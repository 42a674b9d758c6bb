package doctor

import "context"

// bucket asks the bucket of files, where one is set, whether it is there and forgets what is deleted.
func (e *examination) bucket(ctx context.Context, c *Check) {
	if e.Bucket == nil {
		c.ok("none; files lie in the upload folder (UPLOADS_URL)")
		return
	}
	if err := e.Bucket.Check(ctx); err != nil {
		c.warn("the bucket cannot be used: "+reason(err), "Uploads wait, and nobody can open a file, until it does. Start its server, make the bucket, and have UPLOADS_URL "+
			"agree with its address, key and secret; add ?tls=off where it speaks plain HTTP, and have this machine trust your own authority, or name its certificate by SSL_CERT_FILE in the environment.")
		return
	}
	if e.Bucket.Versioned(ctx) {
		c.warn("the bucket keeps versions", "What people delete stays in it. Turn versioning off, and take out the versions that are there.")
		return
	}
	c.ok("%s", e.Bucket.String()+" answers")
}
