package io.sluice.checkpoint.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Objects by name below one address, as object stores and distributed file systems have them. What a method has done is durable, and seen
 * by all, when it returns; an object is there whole or not at all. After an exception it is not known whether it was done. Names are
 * of letters, digits, {@code -}, {@code _}, {@code .} and {@code /}. Safe for use by several threads.
 */
public interface ObjectStore extends AutoCloseable {
    /** Creates an object if there is none of that name, in one step; false: there is one. */
    boolean create(String name, byte[] content) throws IOException;

    /** Creates or replaces an object. */
    void put(String name, byte[] content) throws IOException;

    /** Creates or replaces an object with the content of a file. */
    void upload(Path file, String name) throws IOException;

    /** The content of an object; empty if there is none. */
    Optional<byte[]> read(String name) throws IOException;

    /** Writes an object to a file, which does not exist; false: there is no such object. */
    boolean download(String name, Path file) throws IOException;

    /** The names of the objects that begin with a prefix, which ends with {@code /}. Only asked when a checkpoint is opened. */
    List<String> list(String prefix) throws IOException;

    /** Deletes objects; those that do not exist are passed over. */
    void delete(Collection<String> names) throws IOException;

    /** The address, without secrets, for messages. */
    String address();

    @Override
    void close();
}
