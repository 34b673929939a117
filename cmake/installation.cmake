# `make install`: the one binary, its manual pages, completion and unit file, in FHS places.
if(TARGET spean)
	install(TARGETS spean RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
file(GLOB manual_pages ${CMAKE_SOURCE_DIR}/man/*.1)
install(FILES ${manual_pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${CMAKE_SOURCE_DIR}/completion/spean.bash
	DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME spean)
file(GLOB units ${CMAKE_SOURCE_DIR}/etc/*.service ${CMAKE_SOURCE_DIR}/etc/*.timer)
install(FILES ${units} DESTINATION lib/systemd/system)
install(FILES ${CMAKE_SOURCE_DIR}/etc/spean.logrotate DESTINATION ${CMAKE_INSTALL_SYSCONFDIR}/logrotate.d
	RENAME spean)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/CHANGELOG.md
	DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)
