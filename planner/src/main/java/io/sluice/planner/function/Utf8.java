package io.sluice.planner.function;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A slice of UTF-8 bytes: what text is while it is computed. Mutable and reused, so that no text is copied or allocated
 * for each row. Either a view ({@link #set}) or the owner of a buffer that functions append to ({@link #clear}, {@link
 * #append}); the two do not mix within one instance's use. Used by one thread.
 */
public final class Utf8 implements Comparable<Utf8> {
    public byte[] bytes;
    public int start;
    public int length;

    public Utf8() {
        this(new byte[16], 0, 0);
    }

    public Utf8(byte[] bytes, int start, int length) {
        this.bytes = bytes;
        this.start = start;
        this.length = length;
    }

    public static Utf8 of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Utf8(bytes, 0, bytes.length);
    }

    /** Of bytes, which are not copied. */
    public static Utf8 of(byte[] bytes) {
        return new Utf8(bytes, 0, bytes.length);
    }

    /** Makes this a view of the bytes; returns this. */
    public Utf8 set(byte[] newBytes, int newStart, int newLength) {
        bytes = newBytes;
        start = newStart;
        length = newLength;
        return this;
    }

    /** Makes this a view of what {@code other} shows now. */
    public Utf8 set(Utf8 other) {
        return set(other.bytes, other.start, other.length);
    }

    /** Starts a new text in the buffer that this owns. */
    public Utf8 clear() {
        start = 0;
        length = 0;
        return this;
    }

    public Utf8 append(byte value) {
        reserve(1);
        bytes[length++] = value;
        return this;
    }

    public Utf8 append(byte[] from, int fromStart, int fromLength) {
        reserve(fromLength);
        System.arraycopy(from, fromStart, bytes, length, fromLength);
        length += fromLength;
        return this;
    }

    public Utf8 append(Utf8 other) {
        return append(other.bytes, other.start, other.length);
    }

    /** Appends text that is ASCII. */
    public Utf8 appendAscii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    public Utf8 append(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return append(encoded, 0, encoded.length);
    }

    /** Makes room for {@code more} bytes after those that are there. */
    void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    public boolean contentEquals(Utf8 other) {
        return length == other.length
                && Arrays.equals(bytes, start, start + length, other.bytes, other.start, other.start + other.length);
    }

    /** By unsigned bytes, which is the order of code points. */
    @Override
    public int compareTo(Utf8 other) {
        return Arrays.compareUnsigned(
                bytes, start, start + length, other.bytes, other.start, other.start + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Utf8 utf8 && contentEquals(utf8);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }
}
