package io.sluice.runtime.codegen;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads from a class file how many bytes of code its methods have, but for constructors, which run once. */
final class MethodSizes {
    private static final String INITIALIZER = "<init>";
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int HEADER_BYTES = 8;

    private MethodSizes() {}

    static int largest(byte[] classFile) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            in.skipNBytes(HEADER_BYTES);
            String[] names = readConstants(in);
            in.skipNBytes(6);
            in.skipNBytes(2L * in.readUnsignedShort());
            members(in, names);
            return members(in, names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] readConstants(DataInputStream in) throws IOException {
        String[] names = new String[in.readUnsignedShort()];
        for (int i = 1; i < names.length; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> names[i] = in.readUTF();
                case LONG, DOUBLE -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> in.skipNBytes(4);
            }
        }
        return names;
    }

    /** Skips all fields or methods; gives the most bytes of code that one has. */
    private static int members(DataInputStream in, String[] names) throws IOException {
        int largest = 0;
        int members = in.readUnsignedShort();
        for (int member = 0; member < members; member++) {
            in.skipNBytes(2);
            boolean initializer = INITIALIZER.equals(names[in.readUnsignedShort()]);
            in.skipNBytes(2);
            int attributes = in.readUnsignedShort();
            for (int attribute = 0; attribute < attributes; attribute++) {
                String name = names[in.readUnsignedShort()];
                int length = in.readInt();
                if ("Code".equals(name)) {
                    in.skipNBytes(4);
                    int bytes = in.readInt();
                    largest = initializer ? largest : Math.max(largest, bytes);
                    in.skipNBytes(length - 8L);
                } else {
                    in.skipNBytes(length);
                }
            }
        }
        return largest;
    }
}
