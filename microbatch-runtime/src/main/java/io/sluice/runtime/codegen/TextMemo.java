package io.sluice.runtime.codegen;

import io.sluice.planner.function.Utf8;
import java.util.Arrays;

/** Texts that were computed for entries of a dictionary. Used by generated code, by one thread. */
public final class TextMemo {
    /** Of all texts together; what comes then is computed for each row. */
    static final int MOST_BYTES = 4 << 20;

    private static final byte TEXT = 1;
    private static final byte NULL = 2;

    private final Utf8 view = new Utf8();
    private byte[] states = {};
    private int[] starts = {};
    private int[] lengths = {};
    private byte[] bytes = new byte[256];
    private int used;

    /** Forgets all: another dictionary begins. */
    public void start(int entries) {
        used = 0;
        if (states.length < entries) {
            states = new byte[entries];
            starts = new int[entries];
            lengths = new int[entries];
        } else {
            Arrays.fill(states, 0, entries, (byte) 0);
        }
    }

    /** Whether the text of an entry, or that it is NULL, is there. */
    public boolean has(int entry) {
        return states[entry] != 0;
    }

    public boolean isNull(int entry) {
        return states[entry] == NULL;
    }

    /** The text of an entry; valid until the next call. */
    public Utf8 get(int entry) {
        return view.set(bytes, starts[entry], lengths[entry]);
    }

    /** Keeps what was computed for an entry, if there is room. */
    public void put(int entry, boolean isNull, Utf8 text) {
        if (isNull) {
            states[entry] = NULL;
            return;
        }
        if (text.length > MOST_BYTES - used) {
            return;
        }
        if (bytes.length - used < text.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + text.length));
        }
        System.arraycopy(text.bytes, text.start, bytes, used, text.length);
        states[entry] = TEXT;
        starts[entry] = used;
        lengths[entry] = text.length;
        used += text.length;
    }
}
