/**
 * The face of Sluice: sessions, settings, and what their statements give. The only module that wires the others
 * together. Start with {@link io.sluice.engine.Session}. No parameter and no return value is null.
 */
package io.sluice.engine;
