package io.lorikeet.actors;

/**
 * A command that comes again when it is not answered, or goes another way. When an entity cannot
 * keep up, it is the first to be left out, so that there is room for what comes once: timers and
 * answers.
 */
public interface Repeated {}
