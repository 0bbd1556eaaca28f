package io.lorikeet.actors.handler;

/** What an {@link EndDevice} tells itself. */
non-sealed interface EndDeviceInternal extends EndDeviceCommand {}
