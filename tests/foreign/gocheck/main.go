// Other hands than ours on the log: the note and tlog packages of Go's own checksum database.
//
// Reads a JSON list of questions on stdin and writes a list of answers, in their order. Nothing here knows our code: a
// question holds a note, a proof or a folder of tiles, and the packages say whether it holds.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Op        string   `json:"op"`
	Keys      []string `json:"keys"`
	Note      string   `json:"note"`
	Size      int64    `json:"size"`
	Root      []byte   `json:"root"`
	Index     int64    `json:"index"`
	Leaf      []byte   `json:"leaf"`
	Proof     [][]byte `json:"proof"`
	Old       int64    `json:"old"`
	OldRoot   []byte   `json:"old_root"`
	Time      uint64   `json:"time"`
	Signature []byte   `json:"signature"`
	Folder    string   `json:"folder"`
}

type answer struct {
	OK     bool     `json:"ok"`
	Why    string   `json:"why"`
	Size   int64    `json:"size"`
	Root   []byte   `json:"root"`
	Record [][]byte `json:"record"`
	Tree   [][]byte `json:"tree"`
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	answers := make([]answer, len(questions))
	for i, one := range questions {
		found, err := ask(one)
		found.OK = err == nil
		if err != nil {
			found.Why = err.Error()
		}
		answers[i] = found
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		os.Exit(2)
	}
}

func ask(q question) (answer, error) {
	switch q.Op {
	case "checkpoint":
		return checkpoint(q)
	case "record":
		return answer{}, tlog.CheckRecord(hashes(q.Proof), q.Size, hash(q.Root), q.Index, tlog.RecordHash(q.Leaf))
	case "tree":
		return answer{}, tlog.CheckTree(hashes(q.Proof), q.Size, hash(q.Root), q.Old, hash(q.OldRoot))
	case "cosignature":
		return answer{}, cosignature(q)
	case "tiles":
		return fromTiles(q)
	}
	return answer{}, errors.New("no such question: " + q.Op)
}

// checkpoint opens a signed note and reads the three lines of a C2SP tlog-checkpoint.
func checkpoint(q question) (answer, error) {
	var known []note.Verifier
	for _, key := range q.Keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return answer{}, err
		}
		known = append(known, verifier)
	}
	opened, err := note.Open([]byte(q.Note), note.VerifierList(known...))
	if err != nil {
		return answer{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return answer{}, errors.New("not a checkpoint of three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return answer{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return answer{Size: size, Root: root[:]}, err
}

// cosignature checks a C2SP tlog-cosignature (Ed25519, with a time), a kind of key that the note package leaves to others.
func cosignature(q question) error {
	parts := strings.SplitN(q.Keys[0], "+", 3)
	if len(parts) != 3 {
		return errors.New("not a verifier key")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return errors.New("not the key of a witness")
	}
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if hex.EncodeToString(id[:4]) != parts[1] {
		return errors.New("the key's id is another")
	}
	body, _, found := strings.Cut(q.Note, "\n\n")
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s\n", q.Time, body)
	if !found || !ed25519.Verify(key[1:], []byte(message), q.Signature) {
		return errors.New("the witness did not sign this")
	}
	return nil
}

// fromTiles makes root and proofs from a folder of tiles alone; the package authenticates each tile against the root.
func fromTiles(q question) (answer, error) {
	tree := tlog.Tree{N: q.Size, Hash: hash(q.Root)}
	reader := tlog.TileHashReader(tree, tiles{q.Folder})
	root, err := tlog.TreeHash(q.Size, reader)
	if err != nil {
		return answer{}, err
	}
	if !bytes.Equal(root[:], q.Root) {
		return answer{}, errors.New("the tiles have another root")
	}
	for n := int64(0); n < q.Size; n++ {
		if err := entry(q, reader, n); err != nil {
			return answer{}, err
		}
	}
	record, err := tlog.ProveRecord(q.Size, q.Index, reader)
	if err != nil {
		return answer{}, err
	}
	grown, err := tlog.ProveTree(q.Size, q.Old, reader)
	return answer{Root: root[:], Record: plain(record), Tree: plain(grown)}, err
}

// entry holds one leaf of the bundles against its hash in the tiles.
func entry(q question, reader tlog.HashReader, n int64) error {
	width := q.Size - n/256*256
	name := strings.Replace(tlog.Tile{H: 8, L: -1, N: n / 256, W: 256}.Path(), "tile/8/data", "entries", 1)
	if width < 256 {
		name += fmt.Sprintf(".p/%d", width)
	}
	data, err := os.ReadFile(filepath.Join(q.Folder, name))
	if err != nil {
		return err
	}
	for skip := n % 256; ; skip-- {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return errors.New("a bundle ends early")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		if skip == 0 {
			data = data[2:end]
			break
		}
		data = data[end:]
	}
	stored, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
	if err != nil {
		return err
	}
	if stored[0] != tlog.RecordHash(data) {
		return fmt.Errorf("entry %d is not in the tree", n)
	}
	return nil
}

// tiles reads the files of C2SP tlog-tiles, whose addresses are Go's without the height.
type tiles struct{ folder string }

func (t tiles) Height() int                     { return 8 }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.folder, strings.TrimPrefix(tile.Path(), "tile/8/")))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func hash(data []byte) (h tlog.Hash) {
	copy(h[:], data)
	return h
}

func hashes(proof [][]byte) (found []tlog.Hash) {
	for _, one := range proof {
		found = append(found, hash(one))
	}
	return found
}

func plain(proof []tlog.Hash) (found [][]byte) {
	for _, one := range proof {
		found = append(found, append([]byte{}, one[:]...))
	}
	return found
}
