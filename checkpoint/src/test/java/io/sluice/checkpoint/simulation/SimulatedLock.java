package io.sluice.checkpoint.simulation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.Optional;

/** A lock on a whole file, valid until it is released, its channel is closed, or the disk starts again. */
final class SimulatedLock {
    private final Optional<SimulatedChannel> owner;

    private SimulatedLock(Optional<SimulatedChannel> owner) {
        this.owner = owner;
    }

    static SimulatedLock of(SimulatedChannel owner) {
        return new SimulatedLock(Optional.of(owner));
    }

    static SimulatedLock ofAnotherProcess() {
        return new SimulatedLock(Optional.empty());
    }

    boolean isOurs() {
        return owner.isPresent();
    }

    boolean isOf(SimulatedChannel channel) {
        return owner.isPresent() && owner.get() == channel;
    }

    /** What Java gives to the one who has it. */
    static final class Handle extends FileLock {
        private final SimulatedChannel channel;

        Handle(SimulatedChannel channel, long position, long size, boolean shared) {
            super((FileChannel) channel, position, size, shared);
            this.channel = channel;
        }

        @Override
        public boolean isValid() {
            return channel.hasLock();
        }

        @Override
        public void release() throws IOException {
            channel.unlock();
        }
    }
}
