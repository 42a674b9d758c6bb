package picture

// boxes are the means of rectangles of a picture, line by line.
type boxes struct {
	src           rows
	across, down  int // the size of one box
	width, height int // how many there are; the last ones may be cut
	sums          []uint32
	out, buffer   []uint8
}

func newBoxes(src rows, across, down int) *boxes {
	b := &boxes{src: src, across: across, down: down, width: (src.width + across - 1) / across, height: (src.height + down - 1) / down}
	b.buffer = make([]uint8, src.width*src.channels)
	if across > 1 || down > 1 {
		b.sums, b.out = make([]uint32, b.width*src.channels), make([]uint8, b.width*src.channels)
	}
	return b
}

// read returns a line of boxes, until the next call. A box of all 40 megapixels would still fit its sum:
// it never gets a quarter of them.
func (b *boxes) read(y int) []uint8 {
	if b.sums == nil {
		return b.src.read(y, b.buffer)
	}
	clear(b.sums)
	last := min((y+1)*b.down, b.src.height)
	for line := y * b.down; line < last; line++ {
		b.add(b.src.read(line, b.buffer))
	}
	b.divide(uint32(last - y*b.down))
	return b.out
}

func (b *boxes) add(line []uint8) {
	channels := b.src.channels
	for box := range b.width {
		part := line[box*b.across*channels:]
		part = part[:min(len(part), b.across*channels)]
		if channels == 1 {
			var sum uint32
			for _, v := range part {
				sum += uint32(v)
			}
			b.sums[box] += sum
			continue
		}
		sums := b.sums[4*box:][:4:4]
		for ; len(part) >= 4; part = part[4:] {
			sums[0] += uint32(part[0])
			sums[1] += uint32(part[1])
			sums[2] += uint32(part[2])
			sums[3] += uint32(part[3])
		}
	}
}

func (b *boxes) divide(lines uint32) {
	channels := b.src.channels
	full := (b.width - 1) * channels
	area := lines * uint32(b.across)
	for i, sum := range b.sums[:full] {
		b.out[i] = uint8((sum + area/2) / area)
	}
	area = lines * uint32(b.src.width-(b.width-1)*b.across)
	for i, sum := range b.sums[full:] {
		b.out[full+i] = uint8((sum + area/2) / area)
	}
}
