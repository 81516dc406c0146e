package io.sluice.checkpoint.hadoop;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.remote.ObjectStore;
import io.sluice.checkpoint.remote.ObjectStoreProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Opens {@code s3a:} and {@code hdfs:} by Hadoop. Configured as Hadoop is: {@code core-site.xml} and {@code hdfs-site.xml} on the
 * class path or in {@code $HADOOP_CONF_DIR}, then system properties that begin with {@code fs.} or {@code dfs.}; credentials as
 * {@code s3a} finds them, the variables of AWS included.
 */
public final class HadoopStoreProvider implements ObjectStoreProvider {
    @Override
    public Set<String> schemes() {
        return Set.of("s3a", "hdfs");
    }

    @Override
    public ObjectStore open(URI address) {
        try {
            FileSystem files = FileSystem.newInstance(address, configuration());
            Path root = new Path(address);
            return address.getScheme().equalsIgnoreCase("s3a")
                    ? new S3aStore(files, root)
                    : new RenamingStore(files, root);
        } catch (IOException | IllegalArgumentException e) {
            throw new CheckpointException(
                    CheckpointException.Kind.ENVIRONMENT,
                    "cannot open checkpoint %s: %s".formatted(address, e.getMessage()),
                    "Look at the address, and at Hadoop's configuration: core-site.xml in $HADOOP_CONF_DIR, or system properties such"
                            + " as -Dfs.s3a.endpoint=….",
                    e);
        }
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        String folder = System.getenv("HADOOP_CONF_DIR");
        for (String name : new String[] {"core-site.xml", "hdfs-site.xml"}) {
            if (folder != null && Files.isRegularFile(java.nio.file.Path.of(folder, name))) {
                configuration.addResource(
                        new Path("file://" + java.nio.file.Path.of(folder, name).toAbsolutePath()));
            }
        }
        for (Map.Entry<Object, Object> property : System.getProperties().entrySet()) {
            String name = property.getKey().toString();
            if (name.startsWith("fs.") || name.startsWith("dfs.")) {
                configuration.set(name, property.getValue().toString());
            }
        }
        return configuration;
    }
}
