package io.sluice.checkpoint.remote;

import java.net.URI;
import java.util.Set;

/** Opens object stores by the scheme of their address; found by {@link java.util.ServiceLoader}. */
public interface ObjectStoreProvider {
    /** As in {@code s3a}; in lower case. */
    Set<String> schemes();

    /** @param address of a folder, which need not exist */
    ObjectStore open(URI address);
}
