# Path data of the ring of seven, worked out once by tools/ring_paths.c.
set(ring_paths ${CMAKE_BINARY_DIR}/generated/ring_paths.h)
add_custom_command(OUTPUT ${ring_paths}
	COMMAND ring_paths ${ring_paths} DEPENDS ring_paths COMMENT "Drawing the ring of seven")
target_sources(spean_render PRIVATE ${ring_paths})
