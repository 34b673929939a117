# Front-end files: ours from assets/, the type face from npm; each also compressed (fonts already are).
set(fonts ${SPEAN_NODE_MODULES}/@fontsource/noto-sans-khmer)
list(APPEND embedded_inputs
	assets/noto-sans-khmer-400.woff2=${fonts}/files/noto-sans-khmer-khmer-400-normal.woff2
	assets/noto-sans-khmer-700.woff2=${fonts}/files/noto-sans-khmer-khmer-700-normal.woff2
	assets/noto-sans-khmer-licence.txt=${fonts}/LICENSE)
file(GLOB assets CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/assets
	${CMAKE_SOURCE_DIR}/assets/*.css ${CMAKE_SOURCE_DIR}/assets/*.js ${CMAKE_SOURCE_DIR}/assets/*.svg)
foreach(asset ${assets})
	set(input ${CMAKE_SOURCE_DIR}/assets/${asset})
	set(packed ${CMAKE_BINARY_DIR}/generated/assets/${asset})
	file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/assets)
	add_custom_command(OUTPUT ${packed}.br ${packed}.gz
		COMMAND pack ${input} ${packed}.br ${packed}.gz
		DEPENDS pack ${input} COMMENT "Packing ${asset}")
	list(APPEND embedded_inputs assets/${asset}=${input} assets/${asset}.br=${packed}.br
		assets/${asset}.gz=${packed}.gz)
endforeach()
