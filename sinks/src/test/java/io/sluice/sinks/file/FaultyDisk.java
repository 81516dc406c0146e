package io.sluice.sinks.file;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder on a disk that can break: everything goes to a real folder, what changes it is counted and noted, and from a
 * chosen operation on nothing is done any more, as if the process had been killed there. Forcing is noted, not done.
 */
final class FaultyDisk {
    /** The process is gone. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private final List<String> operations = new ArrayList<>();
    private final FileSystem fileSystem = new FaultyFileSystem(this);
    private int killAt = Integer.MAX_VALUE;
    private long capacity = Long.MAX_VALUE;
    private boolean isReadOnly;
    private boolean isForbidden;

    /** The same folder, seen through this disk. */
    Path at(Path real) {
        InvocationHandler handler = (proxy, method, arguments) -> call(real, method, arguments);
        return (Path)
                Proxy.newProxyInstance(FaultyDisk.class.getClassLoader(), new Class<?>[] {FaultyPath.class}, handler);
    }

    /** A path of this disk. */
    interface FaultyPath extends Path {
        Path real();
    }

    static Path real(Path path) {
        return path instanceof FaultyPath faulty ? faulty.real() : path;
    }

    private Object call(Path real, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "real" -> {
                return real;
            }
            case "getFileSystem" -> {
                return fileSystem;
            }
            case "toFile" -> throw new UnsupportedOperationException("only java.nio.file may be used here");
            default -> {
                Object[] plain = arguments == null ? new Object[0] : arguments.clone();
                for (int i = 0; i < plain.length; i++) {
                    plain[i] = plain[i] instanceof Path path ? real(path) : plain[i];
                }
                try {
                    Object result = method.invoke(real, plain);
                    return result instanceof Path path ? at(path) : result;
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }
    }

    /** The {@code n}-th operation from now on, counted from 0, is not done, nor any after it. */
    void killAt(int n) {
        killAt = operations.size() + n;
    }

    /** So many bytes may still be written. */
    void setCapacity(long bytes) {
        capacity = bytes;
    }

    void makeReadOnly() {
        isReadOnly = true;
    }

    /** From now on the user may not write there; {@code false}: may again. */
    void forbid(boolean forbidden) {
        isForbidden = forbidden;
    }

    /** What changed the disk, such as {@code move a to b}, with names only. */
    List<String> operations() {
        return operations;
    }

    boolean isKilled() {
        return operations.size() >= killAt;
    }

    void change(String operation, Path path) throws IOException {
        if (isKilled()) {
            throw new Killed();
        }
        operations.add(operation + " " + path.getFileName());
        if (isKilled()) {
            throw new Killed();
        }
        if (isReadOnly && !operation.equals("force")) {
            throw new FileSystemException(path.toString(), null, "Read-only file system");
        }
        if (isForbidden && !operation.equals("force")) {
            throw new AccessDeniedException(path.toString());
        }
    }

    /** How many bytes of a write reach the disk; half of them when the process is killed meanwhile. */
    int room(Path path, int bytes) throws IOException {
        try {
            change("write", path);
        } catch (Killed e) {
            if (operations.size() == killAt) {
                return bytes / 2;
            }
            throw e;
        }
        if (bytes > capacity) {
            throw new IOException("No space left on device");
        }
        capacity -= bytes;
        return bytes;
    }
}
