package io.sluice.sources.socket;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceFactory;
import io.sluice.sources.SourceTable;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.file.RowFormats;
import io.sluice.sources.format.FileFormat;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code 'connector' = 'socket'}: rows from a server, such as {@code nc -lk 9999}. */
public final class SocketSourceFactory implements SourceFactory<SocketOptions> {
    private static final Logger LOG = LoggerFactory.getLogger(SocketSourceFactory.class);
    private static final int CONNECT_MILLIS = 10_000;

    private final InstantSource clock;

    public SocketSourceFactory() {
        this(InstantSource.system());
    }

    /** {@code clock} tells when a row came. */
    SocketSourceFactory(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public String connector() {
        return "socket";
    }

    @Override
    public Class<SocketOptions> optionsType() {
        return SocketOptions.class;
    }

    @Override
    public boolean isBounded(SocketOptions options) {
        return false;
    }

    @Override
    public ReadLimit readLimit(SocketOptions options) {
        return ReadLimit.NONE;
    }

    @Override
    public BadRowPolicy badRows(SocketOptions options) {
        return options.rows().badRows(options.format());
    }

    @Override
    public List<Field> metadataColumns(SocketOptions options) {
        return options.includesTimestamp() ? List.of(SocketColumns.TIME) : List.of();
    }

    @Override
    public Source open(SourceTable table, SocketOptions options) {
        FileFormat format = RowFormats.of(options.format(), table, ColumnType.of(table), options.rows(), false);
        String host = options.hostname();
        int port = (int) options.port();
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            SocketLines lines =
                    new SocketLines(table.name(), socket, options.delimiter(), options.includesTimestamp(), clock);
            LOG.warn("socket table \"{}\" cannot be replayed: rows are lost if this process fails", table.name());
            return new SocketSource(
                    table.name(), format, SocketColumns.of(table), lines, Files.createTempDirectory("sluice-socket"));
        } catch (IOException e) {
            close(socket, e);
            throw new SourceException(
                    "cannot read socket table \"%s\" from %s:%d: %s"
                            .formatted(table.name(), host, port, e.getMessage()),
                    "Start the server first, for example: nc -lk " + port,
                    e);
        }
    }

    private static void close(Socket socket, IOException failure) {
        try {
            socket.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
