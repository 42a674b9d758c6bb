package filetype

import (
	"bytes"
	"encoding/binary"
)

// riff is the container of WAV, AVI and WebP.
func riff(head []byte, _ string) Type {
	if len(head) < 12 {
		return ""
	}
	switch outer, inner := string(head[:4]), string(head[8:12]); {
	case outer == "RIFF" && inner == "WEBP":
		return WebP
	case (outer == "RIFF" || outer == "RF64") && inner == "WAVE":
		return WAV
	case outer == "RIFF" && inner == "AVI ":
		return AVI
	case outer == "FORM" && (inner == "AIFF" || inner == "AIFC"):
		return "audio/aiff"
	}
	return ""
}

// brands are the first words of MP4 and its relatives (ISO/IEC 14496-12 §4.3).
var brands = map[string]Type{
	"heic": HEIC, "heix": HEIC, "heim": HEIC, "heis": HEIC, "hevc": HEIC, "hevx": HEIC, "hevm": HEIC, "hevs": HEIC,
	"avif": AVIF, "avis": AVIF, "mif1": HEIF, "msf1": HEIF, "mif2": HEIF, "crx ": "image/x-canon-cr3",
	"M4A ": M4A, "M4B ": M4A, "M4P ": M4A, "qt  ": MOV,
}

// baseMedia reads the brand. A picture may call itself by a brand for all of them and name its own among the compatible ones.
func baseMedia(head []byte, name string) Type {
	if len(head) < 12 || string(head[4:8]) != "ftyp" {
		return ""
	}
	brand, ok := brands[string(head[8:12])]
	if !ok && string(head[8:11]) == "3gp" {
		return "video/3gpp"
	}
	if !ok {
		return named(name, MP4, M4A)
	}
	if brand == HEIF {
		end := min(int(binary.BigEndian.Uint32(head)), len(head))
		for i := 16; i+4 <= end; i += 4 {
			if own := brands[string(head[i:i+4])]; own == HEIC || own == AVIF {
				return own
			}
		}
	}
	return brand
}

// matroska says WebM only where the file's own DocType does.
func matroska(head []byte, name string) Type {
	if !bytes.HasPrefix(head, []byte("\x1a\x45\xdf\xa3")) {
		return ""
	}
	if bytes.Contains(head[:min(len(head), 64)], []byte("\x42\x82\x84webm")) {
		return named(name, WebM, WebMAudio)
	}
	return Matroska
}

// ogg looks at the codecs that the first pages begin with.
func ogg(head []byte, name string) Type {
	if !bytes.HasPrefix(head, []byte("OggS\x00")) {
		return ""
	}
	for _, codec := range []string{"\x80theora", "OVP80", "BBCD\x00", "\x01video"} {
		if bytes.Contains(head, []byte(codec)) {
			return OggVideo
		}
	}
	for _, codec := range []string{"\x01vorbis", "OpusHead", "Speex   ", "\x7fFLAC"} {
		if bytes.Contains(head, []byte(codec)) {
			return OggAudio
		}
	}
	return named(name, OggAudio, OggVideo)
}

// sound finds MP3 and AAC without a header before them, by two frames that follow each other, and ASF, which has one.
func sound(head []byte, name string) Type {
	if bytes.HasPrefix(head, []byte("\x30\x26\xb2\x75\x8e\x66\xcf\x11")) {
		if Extension(name) == ".wma" {
			return "audio/x-ms-wma"
		}
		return "video/x-ms-asf"
	}
	if length := mp3Frame(head); length > 0 && len(head) > length && mp3Frame(head[length:]) > 0 {
		return MP3
	}
	if length := aacFrame(head); length > 0 && len(head) > length && aacFrame(head[length:]) > 0 {
		return AAC
	}
	return ""
}

// Bit rates in kbit/s of layer III, and sample rates in Hz (ISO/IEC 11172-3 §2.4.2.3, 13818-3 §2.4.2.3).
var (
	bitRates1   = [16]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0}
	bitRates2   = [16]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}
	sampleRates = [4]int{44100, 48000, 32000, 0}
)

// mp3Frame is the length of the frame of layer III that begins here, 0 if none does.
func mp3Frame(b []byte) int {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe6 != 0xe2 {
		return 0
	}
	version := b[1] >> 3 & 3 // 0: 2.5, 1: none, 2: 2, 3: 1
	rate, padding := sampleRates[b[2]>>2&3], int(b[2]>>1&1)
	bits, samples := bitRates1[b[2]>>4], 144
	if version != 3 {
		bits, samples, rate = bitRates2[b[2]>>4], 72, rate/2
	}
	if version == 0 {
		rate /= 2
	}
	if version == 1 || bits == 0 || rate == 0 {
		return 0
	}
	return samples*bits*1000/rate + padding
}

// aacFrame is the length of the ADTS frame that begins here, 0 if none does.
func aacFrame(b []byte) int {
	if len(b) < 7 || b[0] != 0xff || b[1]&0xf6 != 0xf0 {
		return 0
	}
	length := int(b[3]&3)<<11 | int(b[4])<<3 | int(b[5])>>5
	if length < 7 {
		return 0
	}
	return length
}
