// Checks signed heads, proofs of entries and proofs of growth with the code of Go's checksum database, which nobody of this
// project wrote. Reads {"vkey": …, "claims": […]} from standard input; writes one line for each claim: "ok", or why not.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A claim with an entry is that the entry is in the record, by the .tlog-proof; one with an earlier head is that the record
// only grew since; one with entries is that these are the record.
type claim struct {
	Proof      string   `json:"proof"`
	Entry      *[]byte  `json:"entry"`
	Earlier    string   `json:"earlier"`
	Checkpoint string   `json:"checkpoint"`
	Hashes     [][]byte `json:"hashes"`
	Entries    [][]byte `json:"entries"`
}

func open(verifiers note.Verifiers, msg string) (size int64, root tlog.Hash, err error) {
	n, err := note.Open([]byte(msg), verifiers)
	if err != nil {
		return 0, root, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 {
		return 0, root, fmt.Errorf("a checkpoint of %d lines", len(lines))
	}
	if size, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return 0, root, err
	}
	root, err = tlog.ParseHash(lines[2])
	return size, root, err
}

type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		out[i] = m[index]
	}
	return out, nil
}

func inclusion(verifiers note.Verifiers, c claim) error {
	head, checkpoint, found := strings.Cut(c.Proof, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("no tlog-proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	size, root, err := open(verifiers, checkpoint)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(*c.Entry))
}

func growth(verifiers note.Verifiers, c claim) error {
	from, fromRoot, err := open(verifiers, c.Earlier)
	if err != nil {
		return err
	}
	size, root, err := open(verifiers, c.Checkpoint)
	if err != nil {
		return err
	}
	var proof tlog.TreeProof
	for _, bytes := range c.Hashes {
		hash, err := tlog.ParseHash(base64.StdEncoding.EncodeToString(bytes))
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	return tlog.CheckTree(proof, size, root, from, fromRoot)
}

func whole(verifiers note.Verifiers, c claim) error {
	size, root, err := open(verifiers, c.Checkpoint)
	if err != nil {
		return err
	}
	if size != int64(len(c.Entries)) {
		return fmt.Errorf("%d entries, the head has %d", len(c.Entries), size)
	}
	var stored memory
	for i, entry := range c.Entries {
		hashes, err := tlog.StoredHashes(int64(i), entry, stored)
		if err != nil {
			return err
		}
		stored = append(stored, hashes...)
	}
	if got, err := tlog.TreeHash(size, stored); err != nil || got != root {
		return fmt.Errorf("the root differs: %v", err)
	}
	return nil
}

func main() {
	var input struct {
		Vkey   string  `json:"vkey"`
		Claims []claim `json:"claims"`
	}
	if err := json.NewDecoder(os.Stdin).Decode(&input); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	verifier, err := note.NewVerifier(input.Vkey)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	verifiers := note.VerifierList(verifier)
	for _, c := range input.Claims {
		check := whole
		if c.Entry != nil {
			check = inclusion
		} else if c.Earlier != "" {
			check = growth
		}
		if err := check(verifiers, c); err != nil {
			fmt.Println(err)
		} else {
			fmt.Println("ok")
		}
	}
}
