package io.sluice.checkpoint.state;

import static java.util.Objects.requireNonNull;

/**
 * A file of state that a commit names.
 *
 * @param name within the table's directory
 * @param length in bytes
 * @param checksum CRC32C of all bytes
 */
public record StateFile(String name, long length, int checksum) {
    public StateFile {
        requireNonNull(name, "name");
    }
}
