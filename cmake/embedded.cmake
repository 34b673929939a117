# Everything that the one binary carries: data tables, templates, catalogues, front-end files.
file(GLOB_RECURSE embedded_files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
	${CMAKE_SOURCE_DIR}/data/*.csv ${CMAKE_SOURCE_DIR}/templates/*.mustache)
set(embedded_source ${CMAKE_BINARY_DIR}/generated/embedded.c)
set(embedded_inputs)
foreach(file ${embedded_files})
	list(APPEND embedded_inputs ${file}=${CMAKE_SOURCE_DIR}/${file})
endforeach()
# Generated files join through these two lists: NAME=PATH, and what builds them.
include(catalogues OPTIONAL)
include(assets OPTIONAL)
list(TRANSFORM embedded_inputs REPLACE "^[^=]*=" "" OUTPUT_VARIABLE embedded_paths)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/embedded.list CONTENT "@embedded_inputs@" @ONLY)
add_custom_command(OUTPUT ${embedded_source}
	COMMAND embed ${CMAKE_BINARY_DIR}/generated/embedded.list ${embedded_source}
	DEPENDS embed ${embedded_paths} ${CMAKE_BINARY_DIR}/generated/embedded.list
	COMMENT "Embedding data, templates, catalogues and assets")
add_library(spean_embedded STATIC ${embedded_source})
target_include_directories(spean_embedded PUBLIC ${CMAKE_SOURCE_DIR}/src)
