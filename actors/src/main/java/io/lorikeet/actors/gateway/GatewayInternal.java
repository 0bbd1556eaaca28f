package io.lorikeet.actors.gateway;

/** What a {@link Gateway} tells itself. */
non-sealed interface GatewayInternal extends GatewayCommand {}
