// Reads a log as somebody else would who has only golang.org/x/mod/sumdb: its checkpoint, tiles, entries and proofs.
//
// Usage: read_log FOLDER VKEY OLD STEP. OLD is the file of an older checkpoint; every STEP-th entry is proven from the
// tiles. Proof files (c2sp.org/tlog-proof) in FOLDER/proofs are named by the index of their entry.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

type tiles string

func (folder tiles) Height() int                         { return 8 }
func (folder tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (folder tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		// The height stands in the paths of the Go checksum database and not in those of c2sp.org/tlog-tiles.
		data, err := os.ReadFile(filepath.Join(string(folder), strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	check(err)
	return data
}

func openCheckpoint(message []byte, vkey string) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	check(err)
	opened, err := note.Open(message, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		check(fmt.Errorf("the checkpoint is of %s", lines[0]))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

// entry reads one entry out of its bundle, in which each stands after its length in two bytes.
func entry(folder string, size, index int64) []byte {
	tile := tlog.Tile{H: 8, L: 0, N: index / width, W: width}
	if rest := size - tile.N*width; rest < width {
		tile.W = int(rest)
	}
	data := read(filepath.Join(folder, strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)))
	for skip := index % width; ; skip-- {
		length := binary.BigEndian.Uint16(data)
		if skip == 0 {
			return data[2 : 2+length]
		}
		data = data[2+length:]
	}
}

func checkProofFile(folder, vkey, name string, size int64) {
	head, checkpoint, _ := bytes.Cut(read(filepath.Join(folder, "proofs", name)), []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" || lines[1] != "index "+name {
		check(fmt.Errorf("%s is no proof of that entry", name))
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		check(err)
		proof = append(proof, hash)
	}
	tree := openCheckpoint(checkpoint, vkey)
	index, err := strconv.ParseInt(name, 10, 64)
	check(err)
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry(folder, size, index))))
}

func main() {
	folder, vkey := os.Args[1], os.Args[2]
	step, err := strconv.ParseInt(os.Args[4], 10, 64)
	check(err)
	tree := openCheckpoint(read(filepath.Join(folder, "checkpoint")), vkey)
	reader := tlog.TileHashReader(tree, tiles(folder))
	proven := 0
	for index := int64(0); index < tree.N; index += step {
		proof, err := tlog.ProveRecord(tree.N, index, reader)
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry(folder, tree.N, index))))
		proven++
	}
	old := openCheckpoint(read(os.Args[3]), vkey)
	growth, err := tlog.ProveTree(tree.N, old.N, reader)
	check(err)
	check(tlog.CheckTree(growth, tree.N, tree.Hash, old.N, old.Hash))
	files, err := filepath.Glob(filepath.Join(folder, "proofs", "*"))
	check(err)
	for _, file := range files {
		checkProofFile(folder, vkey, filepath.Base(file), tree.N)
	}
	fmt.Printf("%d entries, %d proven, %d proof files, grown from %d\n", tree.N, proven, len(files), old.N)
}
