# The message catalogues: locale/LANGUAGE/*.po joined to one .po, checked, and compiled to .mo.
find_program(MSGFMT msgfmt REQUIRED)
foreach(language en km)
	set(folder ${CMAKE_SOURCE_DIR}/locale/${language})
	set(header ${folder}/_header.po)
	file(GLOB fragments CONFIGURE_DEPENDS ${folder}/*.po)
	list(REMOVE_ITEM fragments ${header})
	list(SORT fragments)
	set(joined ${CMAKE_BINARY_DIR}/generated/locale/${language}.po)
	set(catalogue ${CMAKE_BINARY_DIR}/generated/locale/${language}.mo)
	file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/locale)
	add_custom_command(OUTPUT ${catalogue}
		COMMAND join_po ${joined} ${header} ${fragments}
		COMMAND ${MSGFMT} --check --check-header --endianness=little -o ${catalogue} ${joined}
		DEPENDS join_po ${header} ${fragments}
		BYPRODUCTS ${joined}
		COMMENT "Compiling the catalogue ${language}")
	list(APPEND embedded_inputs locale/${language}.mo=${catalogue})
endforeach()
