package io.sluice.engine;

import io.sluice.checkpoint.remote.MemoryStore;
import io.sluice.checkpoint.remote.ObjectStore;
import io.sluice.checkpoint.remote.ObjectStoreProvider;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Object stores in memory, as {@code memory://name/folder}; each lives as long as the tests. */
public final class MemoryStores implements ObjectStoreProvider {
    private static final Map<URI, MemoryStore> STORES = new ConcurrentHashMap<>();

    @Override
    public Set<String> schemes() {
        return Set.of("memory");
    }

    @Override
    public ObjectStore open(URI address) {
        return STORES.computeIfAbsent(address, each -> new MemoryStore());
    }
}
